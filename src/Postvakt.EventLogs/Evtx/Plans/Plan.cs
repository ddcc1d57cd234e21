namespace Postvakt.EventLogs.Evtx.Plans;

/// <summary>How the fields of one template are made of its values: what a record costs is these steps, not the parse.</summary>
internal sealed record Plan(PlanStep[] Steps);
