using Postvakt.Automation;

namespace Postvakt.Server.Api;

/// <param name="Next">Where the next page goes on: <c>before</c>; null at the end.</param>
public sealed record AutomationPageView(IReadOnlyList<AutomaticStepView> Steps, string? Next);

/// <summary>What the automation policy did or proposes, once for each campaign and action.</summary>
/// <param name="Done">It happened; else it is proposed.</param>
/// <param name="Source">"gateway", "journal", "report", "denied".</param>
/// <param name="Command">What does it where it is proposed, undoes it where it is done; empty where it cannot be undone.</param>
public sealed record AutomaticStepView(string Id, string Action, string Target, bool Done, string Reason, DateTimeOffset At, string Source, string Record, string Campaign, string Made, string Command)
{
    internal static AutomaticStepView Of(AutomaticStep step) => new(step.Id, step.Action.ToString().ToLowerInvariant(), step.Target, step.IsDone, step.Reason, step.At, step.Source.ToString().ToLowerInvariant(), step.Record, step.Campaign, step.Made, step.Command);
}
