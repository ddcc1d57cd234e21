using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Directories;
using Postvakt.Server.Api;
using Postvakt.Server.Directories;

namespace Postvakt.Cli.Verbs;

/// <summary>directory status|refresh|show: who belongs to the organisation, as its source says.</summary>
internal static class DirectoryVerb
{
    public static Command Create() => new("directory", "Who belongs to the organisation") { Status(), Refresh(), Show() };

    private static Command Status()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("status", "Show how the directory stands; exit status 1 when its source cannot be used") { format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
            await client.GetAsync<DirectoryStatus>(OperatorVerb.Path("directory"), cancellation).ConfigureAwait(false) is { } status ? Print(status, parsed.GetValue(format)!)
                : OperatorVerb.Refused("no directory is configured: see directory: in the configuration of serve (--config)"));
        return verb.Needs(Role.Analyst, Scope.Directory);
    }

    private static Command Refresh()
    {
        var format = CommonOptions.Format("table", "json");
        var accept = new Option<bool>("--accept") { Description = "Take over what the source says, also where it lost most of its people" };
        var verb = new Command("refresh", "Ask the source anew; exit status 1 when it cannot be used and the last good list stays") { accept, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
            Print(await client.SendAsync<DirectoryStatus>(HttpMethod.Post, OperatorVerb.Path("directory/refresh"), new RefreshRequest(parsed.GetValue(accept)), cancellation).ConfigureAwait(false), parsed.GetValue(format)!));
        return verb.Needs(Role.Administrator, Scope.Directory);
    }

    private static Command Show()
    {
        var address = new Argument<string>("ADDRESS") { Description = "One of the person's addresses" };
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("show", "Show what the directory says of a person") { address, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            if (await client.GetAsync<Person>(OperatorVerb.Path("directory/people/{0}", parsed.GetValue(address)!), cancellation).ConfigureAwait(false) is not { } person)
                return OperatorVerb.Refused($"{parsed.GetValue(address)}: the directory knows nobody with this address");
            if (parsed.GetValue(format) == "json") OperatorVerb.Json(person);
            else
            {
                Console.WriteLine($"name        {Plain.Text(person.Name, 200)}{(person.IsShared ? " (shared mailbox)" : "")}");
                Console.WriteLine($"addresses   {Plain.Text(string.Join(", ", person.Addresses), 1_000)}");
                foreach (var (title, text) in new[] { ("language", person.Language), ("manager", person.Manager), ("groups", string.Join(", ", person.Groups)), ("members", string.Join(", ", person.Members)) })
                    if (text.Length > 0) Console.WriteLine($"{title,-11} {Plain.Text(text, 1_000)}");
            }
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Directory);
    }

    private static int Print(DirectoryStatus status, string format)
    {
        if (format == "json") OperatorVerb.Json(status);
        else
        {
            Console.WriteLine($"source      {Plain.Text(status.Source, 300)}");
            Console.WriteLine($"people      {status.People}, partners {status.Partners}");
            Console.WriteLine($"taken over  {(status.TakenAt is null ? "never" : OperatorVerb.Day(status.TakenAt) + " UTC")}, last asked {(status.LastAttempt is null ? "never" : OperatorVerb.Day(status.LastAttempt) + " UTC")}");
            if (status.LastError is { Length: > 0 } error) Console.WriteLine("problem     " + Plain.Text(error, 1_000));
        }
        return status.LastError is { Length: > 0 } ? ExitStatus.Found : ExitStatus.Nothing;
    }
}
