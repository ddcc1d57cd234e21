namespace Postvakt.Documents.Scans;

/// <summary>A content line of a calendar (RFC 5545 3.1).</summary>
/// <param name="Name">Upper case.</param>
/// <param name="Parameters">Names in upper case, values without quotes; a name that comes twice has its first value.</param>
/// <param name="Value">As written, unfolded; texts are still escaped (3.3.11).</param>
public sealed record CalendarProperty(string Name, IReadOnlyDictionary<string, string> Parameters, string Value)
{
    /// <summary>The value as text, its escapes undone.</summary>
    public string Text => Value.Contains('\\', StringComparison.Ordinal)
        ? Value.Replace(@"\\", "\u0001", StringComparison.Ordinal).Replace(@"\n", "\n", StringComparison.Ordinal).Replace(@"\N", "\n", StringComparison.Ordinal).Replace(@"\,", ",", StringComparison.Ordinal).Replace(@"\;", ";", StringComparison.Ordinal).Replace('\u0001', '\\')
        : Value;
}
