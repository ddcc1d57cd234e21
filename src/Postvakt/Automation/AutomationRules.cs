namespace Postvakt.Automation;

/// <summary>The rules of one action, in their order: the first that fits decides.</summary>
/// <param name="PerHour">How often it happens by itself in an hour of the clock (UTC), for sweeps the copies that are moved; beyond that it is proposed.</param>
public sealed record AutomationRules(IReadOnlyList<AutomationRule> Rules, int PerHour);
