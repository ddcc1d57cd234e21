namespace Postvakt.Documents.Report;

/// <summary>What can be found about a file; the list is <see cref="FindingKinds"/>.</summary>
/// <param name="Id">Stable name.</param>
/// <param name="Title">One sentence for a person.</param>
/// <param name="Attack">ATT&amp;CK technique ids.</param>
public sealed record FindingKind(string Id, Severity Severity, string Title, params string[] Attack);
