using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>user and token: who may act, and the secrets of programs that act for them.</summary>
internal static class UserVerb
{
    private static readonly string[] Roles = ["analyst", "responder", "administrator"];

    public static Command Create() => new("user", "Accounts of those who may do more than employees") { ListUsers(), SetUser(), Invite(), Remove("remove", "Take an account away, and its tokens", "accounts/{0}") };

    public static Command CreateTokens() => new("token", "Secrets with which programs act for an account") { ListTokens(), Issue(), Remove("revoke", "Revoke tokens", "tokens/{0}") };

    private static Command ListUsers()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("list", "Show accounts") { format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var all = (await client.GetAsync<List<AccountView>>(OperatorVerb.Path("accounts"), cancellation).ConfigureAwait(false))!;
            foreach (var one in all)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(one);
                else Console.WriteLine($"{Plain.Text(one.Name, 100),-40} {one.Role.ToString().ToLowerInvariant(),-14} since {OperatorVerb.Day(one.Since)} UTC");
            }
            if (all.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("There are no accounts.");
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Administrator, Scope.Access);
    }

    private static Command SetUser()
    {
        var name = new Argument<string>("NAME") { Description = "For a person the address, for a service a word" };
        var role = new Option<string>("--role") { Description = string.Join(", ", Roles), HelpName = "ROLE", Required = true };
        role.AcceptOnlyFromAmong(Roles);
        var verb = new Command("set", "Give somebody an account, or an account another role") { name, role };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Put, [OperatorVerb.Path("accounts/{0}", parsed.GetValue(name)!)],
            new AccountRequest(Enum.Parse<Role>(parsed.GetValue(role)!, ignoreCase: true)), cancellation));
        return verb.Needs(Role.Administrator, Scope.Access);
    }

    private static Command Invite()
    {
        var name = new Argument<string>("NAME") { Description = "An account that there is" };
        var verb = new Command("invite", "Invite somebody to the console, or anew: the link, used once, is written to standard output") { name };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var invited = await client.SendAsync<InvitedView>(HttpMethod.Post, OperatorVerb.Path("accounts/{0}/invitation", parsed.GetValue(name)!), null, cancellation).ConfigureAwait(false);
            if (!invited.Done) return OperatorVerb.Refused(invited.Text);
            await Console.Error.WriteLineAsync(Plain.Text(invited.Text, 500)).ConfigureAwait(false);
            Console.WriteLine(invited.Link);
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Administrator, Scope.Access);
    }

    private static Command ListTokens()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("list", "Show tokens, without their secrets") { format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var all = (await client.GetAsync<List<TokenView>>(OperatorVerb.Path("tokens"), cancellation).ConfigureAwait(false))!;
            foreach (var one in all)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(one);
                else Console.WriteLine($"{one.Id}  {Plain.Text(one.Account, 60),-30} until {OperatorVerb.Day(one.Until)} UTC{(one.Until <= TimeProvider.System.GetUtcNow() ? " (over)" : "")}  {string.Join(' ', one.Scopes)}");
            }
            if (all.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("There are no tokens.");
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Administrator, Scope.Access);
    }

    private static Command Issue()
    {
        var user = new Option<string>("--user") { Description = "Account that it acts for", HelpName = "NAME", Required = true };
        var scopes = new Option<string[]>("--scope") { Description = "What it is for: " + string.Join(", ", Scope.All), HelpName = "SCOPE", Required = true, AllowMultipleArgumentsPerToken = true };
        var until = OperatorVerb.Until("When it ends, at most a year from now", required: true);
        var verb = new Command("create", "Make a token; its secret is written to standard output, this once") { user, scopes, until };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var issued = await client.SendAsync<IssuedTokenView>(HttpMethod.Post, OperatorVerb.Path("tokens"),
                new TokenRequest(parsed.GetValue(user)!, parsed.GetValue(scopes)!, OperatorVerb.TimeOf(parsed.GetValue(until), TimeProvider.System) ?? default), cancellation).ConfigureAwait(false);
            if (!issued.Done) return OperatorVerb.Refused(issued.Text);
            await Console.Error.WriteLineAsync(Plain.Text(issued.Text, 500)).ConfigureAwait(false);
            Console.WriteLine(issued.Secret);
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Administrator, Scope.Access);
    }

    private static Command Remove(string name, string description, string path)
    {
        var names = new Argument<string[]>("NAME") { Description = "Names or ids", Arity = ArgumentArity.OneOrMore };
        var verb = new Command(name, description) { names };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Delete, parsed.GetValue(names)!.Select(n => OperatorVerb.Path(path, n)), null, cancellation));
        return verb.Needs(Role.Administrator, Scope.Access);
    }
}
