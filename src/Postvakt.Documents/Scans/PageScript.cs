namespace Postvakt.Documents.Scans;

/// <summary>A script of a page.</summary>
/// <param name="Language">The attribute; null where there is none.</param>
/// <param name="Type">The attribute; null where there is none.</param>
public sealed record PageScript(string? Language, string? Type, string Source);
