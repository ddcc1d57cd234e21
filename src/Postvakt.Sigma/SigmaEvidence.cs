namespace Postvakt.Sigma;

/// <summary>One item of a rule that an event fulfilled.</summary>
/// <param name="Field">As the event calls it; empty for keywords.</param>
/// <param name="Value">Of the event, at most 512 characters; for keywords what stands around it. Null when the item is about absence.</param>
/// <param name="Item">The item as the rule writes it: "CommandLine|contains: -enc".</param>
public sealed record SigmaEvidence(string Field, string? Value, string Item);
