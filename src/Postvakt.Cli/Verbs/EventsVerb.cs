using System.CommandLine;
using System.Globalization;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Events;
using Postvakt.Server.Api;
using Postvakt.Server.Events;

namespace Postvakt.Cli.Verbs;

/// <summary>events: what others are told of, how those stand who are told, a test, and events as they happen.</summary>
internal static class EventsVerb
{
    public static Command Create() => new("events", "What others are told of: types, outputs, a test, and events as they happen") { List(), Outputs(), Tail(), Test(), Resume() };

    /// <summary>Needs no server: the catalogue is the program's.</summary>
    private static Command List()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("list", "Types of events") { format };
        verb.SetAction(parsed =>
        {
            foreach (var type in EventCatalogue.All)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(EventTypeView.Of(type));
                else Console.WriteLine($"{type.Id,-32} {type.Severity.ToString().ToLowerInvariant(),-14} {(type.IsSure ? "at least once" : "best effort"),-14} {type.Meaning}");
            }
            return ExitStatus.Nothing;
        });
        return verb.NeedsAccount();
    }

    private static Command Outputs()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("outputs", "How the outputs of a running server stand; exit status 1 when one needs somebody") { format };
        new Connection(verb).SetAction(verb, async (parsed, server, cancellation) =>
        {
            var all = (await server.GetAsync<EventOutputStatus[]>(OperatorVerb.Path("events/outputs"), cancellation).ConfigureAwait(false))!;
            foreach (var one in all)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(one);
                else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Name}  {one.Kind}  {one.State}  {one.Sent} sent, {one.Dropped} dropped, {one.Refused} refused, {one.LagSeconds} s behind{(one.LastError is { } error ? "; " + Plain.Text(error, 200) : "")}"));
            }
            return all.Any(o => o.State is "behind" or "stopped") ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.System);
    }

    private static Command Tail()
    {
        var format = CommonOptions.Format("ecs", "ocsf");
        var verb = new Command("tail", "Show events as they happen, a line of JSON each") { format };
        new Connection(verb).SetAction(verb, async (parsed, server, cancellation) =>
        {
            try
            {
                await foreach (var line in server.LinesAsync("api/v1/events?format=" + parsed.GetValue(format), cancellation).ConfigureAwait(false)) Console.WriteLine(line);
            }
            catch (OperationCanceledException)
            {
                return ExitStatus.Nothing;
            }
            await Console.Error.WriteLineAsync("postvakt: the server stopped").ConfigureAwait(false);
            return ExitStatus.Trouble;
        });
        return verb.Needs(Role.Analyst, Scope.System);
    }

    private static Command Test()
    {
        var name = new Argument<string>("OUTPUT") { Description = "Name of an output in the configuration" };
        var verb = new Command("test", "Send an output a marked test event and say what came back; exit status 1 when it was not taken") { name };
        new Connection(verb).SetAction(verb, async (parsed, server, cancellation) =>
        {
            var outcome = await server.SendAsync<EventTestView>(HttpMethod.Post, OperatorVerb.Path("events/outputs/{0}/test", parsed.GetValue(name)!), null, cancellation).ConfigureAwait(false);
            Console.WriteLine($"{outcome.Output}: {(outcome.Taken ? "the test event was handed over" : "the test event was not taken")}: {Plain.Text(outcome.Says, 300)}");
            return outcome.Taken ? ExitStatus.Nothing : ExitStatus.Found;
        });
        return verb.Needs(Role.Administrator, Scope.System);
    }

    private static Command Resume()
    {
        var name = new Argument<string>("OUTPUT") { Description = "Name of an output in the configuration" };
        var verb = new Command("resume", "Have an output told again, by all nodes, that its receiver ended with 410; what waited is told first") { name };
        new Connection(verb).SetAction(verb, async (parsed, server, cancellation) =>
        {
            var stood = await server.SendAsync<EventOutputStatus>(HttpMethod.Post, OperatorVerb.Path("events/outputs/{0}/resume", parsed.GetValue(name)!), null, cancellation).ConfigureAwait(false);
            Console.WriteLine(stood.State == "stopped" ? $"{stood.Name}: was stopped ({Plain.Text(stood.LastError ?? "", 200)}) and is told again within seconds" : $"{stood.Name}: was not stopped here; nodes that had stopped tell it again within seconds");
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Administrator, Scope.System);
    }
}
