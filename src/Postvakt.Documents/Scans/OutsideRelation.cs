namespace Postvakt.Documents.Scans;

/// <summary>A relation of an Office package to something outside it.</summary>
/// <param name="Kind">Last part of its type: hyperlink, attachedTemplate, oleObject.</param>
public sealed record OutsideRelation(string Kind, string Target);
