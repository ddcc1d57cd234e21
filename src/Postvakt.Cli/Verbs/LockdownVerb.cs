using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Postvakt.Cli.Output;
using Postvakt.Server.Operation;

namespace Postvakt.Cli.Verbs;

/// <summary>lockdown on|off|status: whether held mail may be released.</summary>
internal static class LockdownVerb
{
    public static Command Create() => new("lockdown", "Take release away from everybody, and give it back") { On(), Off(), Status() };

    private static Command On()
    {
        var (data, config, reason, campaign) = (CommonOptions.Data(), CommonOptions.Config(), OperatorVerb.Reason(required: true), Campaign());
        var until = new Option<DateTimeOffset?>("--until") { Description = "When it ends by itself; else when it is lifted", HelpName = "TIME" };
        var verb = new Command("on", "Nobody can release held mail from now on, also what was held before") { reason, campaign, until, data, config };
        verb.SetAction((parsed, cancellation) => OperatorVerb.RunAsync(parsed.GetValue(config), parsed.GetValue(data), operations => OperatorVerb.DecideAsync(operations,
            [new DecisionRequest("lock", parsed.GetValue(campaign) ?? "", parsed.GetValue(reason)!, [], parsed.GetValue(until))], cancellation), cancellation));
        return verb;
    }

    private static Command Off()
    {
        var (data, config, reason, campaign) = (CommonOptions.Data(), CommonOptions.Config(), OperatorVerb.Reason(required: true), Campaign());
        var verb = new Command("off", "Held mail can be released again") { reason, campaign, data, config };
        verb.SetAction((parsed, cancellation) => OperatorVerb.RunAsync(parsed.GetValue(config), parsed.GetValue(data), operations => OperatorVerb.DecideAsync(operations,
            [new DecisionRequest("unlock", parsed.GetValue(campaign) ?? "", parsed.GetValue(reason)!, [], null)], cancellation), cancellation));
        return verb;
    }

    private static Command Status()
    {
        var (data, config, format) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Format("table", "json"));
        var verb = new Command("status", "Show what is locked; exit status 1 when anything is") { data, config, format };
        verb.SetAction((parsed, cancellation) => OperatorVerb.RunAsync(parsed.GetValue(config), parsed.GetValue(data), async operations =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var holding = (await operations.LockDownsAsync(cancellation).ConfigureAwait(false)).Where(l => l.Holds(now)).ToArray();
            foreach (var one in holding)
            {
                if (parsed.GetValue(format) == "json")
                {
                    Console.WriteLine(JsonSerializer.Serialize(new { one.Id, Campaign = one.Target, one.Reason, one.By, one.Since, one.Until }, OperatorVerb.OneLine));
                    continue;
                }
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{(one.Target.Length == 0 ? "EVERYBODY" : "campaign " + Plain.Text(one.Target, 100))} locked since {one.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {Plain.Text(one.By, 60)}{(one.Until is { } end ? $", until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : ", until lifted")}: {Plain.Text(one.Reason, 300)}"));
            }
            if (holding.Length == 0 && parsed.GetValue(format) != "json") Console.WriteLine("Nothing is locked.");
            return holding.Length > 0 ? ExitStatus.Found : ExitStatus.Nothing;
        }, cancellation));
        return verb;
    }

    private static Option<string?> Campaign() => new("--campaign") { Description = "Only mail of this campaign; else everybody's", HelpName = "NAME" };
}
