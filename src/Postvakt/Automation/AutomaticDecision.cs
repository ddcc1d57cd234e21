namespace Postvakt.Automation;

/// <summary>What the policy says of one action.</summary>
/// <param name="Reason">Why, for the audit: the rule that decided, what it was asked about, or what stands in the way.</param>
/// <param name="Rule">The rule that decided, or null: none fits.</param>
public sealed record AutomaticDecision(AutomaticAction Action, AutomaticMode Mode, string Reason, AutomationRule? Rule);
