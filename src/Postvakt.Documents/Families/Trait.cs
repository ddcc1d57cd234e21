using System.Text.RegularExpressions;

namespace Postvakt.Documents.Families;

/// <summary>A mark of a malware family.</summary>
/// <param name="Weight">How much it says alone, 0..1.</param>
/// <param name="Subject">What it is looked for in: path, command, url, function, call, name, shown, count.</param>
internal sealed record Trait(string Family, double Weight, string Subject, Regex Pattern, Regex? Unless, string Reason, string Technique);
