using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Memory;
using Postvakt.Server.Api;
using Postvakt.Server.Operation;

namespace Postvakt.Cli.Verbs;

/// <summary>memory status|forget|export: what is kept, and the rights of the people it is about.</summary>
internal static class MemoryVerb
{
    private static readonly JsonSerializerOptions Indented = new(ApiJson.Options) { WriteIndented = true };

    public static Command Create() => new("memory", "What is remembered, and what all stores keep of a person") { Status(), Forget(), Export() };

    private static Command Status()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("status", "Show how much is remembered, since when, and in how many bytes") { format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var account = (await client.GetAsync<MemoryAccount>(OperatorVerb.Path("memory"), cancellation).ConfigureAwait(false))!;
            if (parsed.GetValue(format) == "json") OperatorVerb.Json(account);
            else Print(account);
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Memory);
    }

    private static void Print(MemoryAccount account)
    {
        var days = (account.Last - account.First) / 86_400.0;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            messages       {account.Messages,12:N0}   {account.Trusted:N0} trusted, {account.Quiet:N0} in their quiet time, {account.Questioned:N0} questioned
            conversations  {account.Conversations,12:N0}
            people         {account.People,12:N0}
            hosts          {account.Hosts,12:N0}
            fingerprints   {account.Prints,12:N0}
            on disk        {account.Bytes,12:N0}   bytes{(account.Messages > 0 ? $", {account.Bytes / account.Messages:N0} a message" : "")}
            """));
        if (account.Messages > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"from           {DateTimeOffset.FromUnixTimeSeconds(account.First):yyyy-MM-dd} to {DateTimeOffset.FromUnixTimeSeconds(account.Last):yyyy-MM-dd}, {days:0} days"));
        if (account.Trusted < 500) Console.WriteLine("Memory is shallow: findings that rest on absence weigh less. Feed it history with: postvakt learn PATH");
    }

    private static Command Forget()
    {
        var address = new Argument<string>("ADDRESS") { Description = "Whose data to erase" };
        var reason = OperatorVerb.Reason(required: false);
        var verb = new Command("forget", "Erase what all stores keep of one person") { address, reason };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var who = parsed.GetValue(address)!;
            var erased = await client.SendAsync<ErasureView>(HttpMethod.Delete, OperatorVerb.Path("people/{0}", who) + OperatorVerb.Query(("reason", parsed.GetValue(reason))), null, cancellation).ConfigureAwait(false);
            if (!erased.Memory && erased.Records + erased.Addressed + erased.Traces + erased.Renamed + erased.Left == 0) return OperatorVerb.Refused($"{who}: nothing is known of this address");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                Erased {Plain.Text(who, 200)}: {(erased.Memory ? "address, names, habits, pairs, own messages and their fingerprints; " : "")}{erased.Records:N0} records of mail from there with what was held of it; the name in {erased.Addressed:N0} records of mail to there.
                Of what reports, questions, warnings, sweeps and incidents keep: {erased.Traces:N0} entries gone, the address taken out of {erased.Renamed:N0} others.{(erased.Left > 0 ? $" {erased.Left:N0} entries of sweeps that are under way are left: ask again when they are over." : "")}
                What this person decided stays in the audit until its time is over.{(erased.InDirectory ? " The directory still knows the person: its source decides about that." : "")}
                """));
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Administrator, Scope.Privacy);
    }

    private static Command Export()
    {
        var address = new Argument<string>("ADDRESS") { Description = "Whose data to show" };
        var reason = OperatorVerb.Reason(required: false);
        var verb = new Command("export", "Show everything that all stores keep of one person, as JSON; audited") { address, reason };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            if (await client.GetAsync<PersonView>(OperatorVerb.Path("people/{0}", parsed.GetValue(address)!) + OperatorVerb.Query(("reason", parsed.GetValue(reason))), cancellation).ConfigureAwait(false) is not { } export)
                return OperatorVerb.Refused($"{parsed.GetValue(address)}: nothing is known of this address");
            Console.WriteLine(JsonSerializer.Serialize(export, Indented));
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Administrator, Scope.Privacy);
    }
}
