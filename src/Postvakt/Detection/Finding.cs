namespace Postvakt.Detection;

/// <summary>A named conclusion.</summary>
/// <param name="Id">Stable name.</param>
/// <param name="Title">One sentence for a person.</param>
/// <param name="Source">What concluded it: "detector", "model" or a rule's name.</param>
/// <param name="Attack">ATT&amp;CK technique ids.</param>
public sealed record Finding(string Id, string Title, Severity Severity, string Source, IReadOnlyList<Evidence> Evidence, IReadOnlyList<string> Attack);
