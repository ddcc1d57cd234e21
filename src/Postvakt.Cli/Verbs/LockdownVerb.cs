using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.LockDowns;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>lockdown on|off|status: whether held mail may be released.</summary>
internal static class LockdownVerb
{
    public static Command Create() => new("lockdown", "Take release away, and give it back") { On(), Off(), Status() };

    private static Command On()
    {
        var (reason, campaign, group, until) = (OperatorVerb.Reason(required: true), Campaign(), Group(), OperatorVerb.Until("When it ends by itself; else when it is lifted", required: false));
        var verb = new Command("on", "Nobody can release held mail from now on, also what was held before") { reason, campaign, group, until };
        Exclude(verb, campaign, group);
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("lockdowns")],
            Of(parsed.GetValue(campaign), parsed.GetValue(group), parsed.GetValue(reason), OperatorVerb.TimeOf(parsed.GetValue(until), TimeProvider.System)), cancellation));
        return verb.Needs(Role.Responder, Scope.LockDown);
    }

    private static Command Off()
    {
        var (reason, campaign, group) = (OperatorVerb.Reason(required: true), Campaign(), Group());
        var verb = new Command("off", "Held mail can be released again") { reason, campaign, group };
        Exclude(verb, campaign, group);
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("lockdowns/lift")],
            Of(parsed.GetValue(campaign), parsed.GetValue(group), parsed.GetValue(reason), null), cancellation));
        return verb.Needs(Role.Responder, Scope.LockDown);
    }

    private static Command Status()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("status", "Show what is locked; exit status 1 when anything is") { format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var holding = (await client.GetAsync<List<LockDownView>>(OperatorVerb.Path("lockdowns"), cancellation).ConfigureAwait(false))!;
            foreach (var one in holding)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(one);
                else Console.WriteLine($"{(one.Scope == LockDownScope.Everybody ? "EVERYBODY" : $"{one.Scope.ToString().ToLowerInvariant()} {Plain.Text(one.Target, 100)}")} locked since {OperatorVerb.Day(one.Since)} UTC by {Plain.Text(one.By, 60)}{(one.Until is { } end ? $", until {OperatorVerb.Day(end)} UTC" : ", until lifted")}: {Plain.Text(one.Reason, 300)}");
            }
            if (holding.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("Nothing is locked.");
            return holding.Count > 0 ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.LockDown);
    }

    private static LockDownRequest Of(string? campaign, string? group, string? reason, DateTimeOffset? until) => new()
    {
        Scope = campaign is not null ? LockDownScope.Campaign : group is not null ? LockDownScope.Group : LockDownScope.Everybody,
        Target = campaign ?? group, Reason = reason, Until = until,
    };

    private static void Exclude(Command verb, Option<string?> campaign, Option<string?> group) => verb.Validators.Add(result =>
    {
        if (result.GetValue(campaign) is not null && result.GetValue(group) is not null) result.AddError("either --campaign or --group: one lock-down is of one of them");
        // An empty variable of a script must not mean everybody.
        foreach (var option in (Option<string?>[])[campaign, group])
            if (result.GetValue(option) is { } name && string.IsNullOrWhiteSpace(name)) result.AddError($"{option.Name}: a name is missing");
    });

    private static Option<string?> Campaign() => new("--campaign") { Description = "Only mail of this campaign; else everybody's", HelpName = "NAME" };

    private static Option<string?> Group() => new("--group") { Description = "Only mail to people of this group of the directory; else everybody's", HelpName = "NAME" };
}
