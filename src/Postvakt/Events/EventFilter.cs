namespace Postvakt.Events;

/// <summary>Which events an output wants.</summary>
/// <param name="Types">Names of types; "*" stands for any characters. Empty for all.</param>
/// <param name="Least">Nothing less severe.</param>
public sealed record EventFilter(IReadOnlyList<string> Types, EventSeverity Least)
{
    public bool Wants(SecurityEvent what) => what.IsTest || (what.Severity >= Least && WantsType(what.Type.Id));

    public bool WantsType(string id) => Types.Count == 0 || Types.Any(t => Fits(t, id));

    /// <summary>In time linear to the text for each star.</summary>
    internal static bool Fits(string pattern, string text)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1) return pattern == text;
        if (text.Length < parts[0].Length + parts[^1].Length || !text.StartsWith(parts[0], StringComparison.Ordinal) || !text.EndsWith(parts[^1], StringComparison.Ordinal)) return false;
        var (at, end) = (parts[0].Length, text.Length - parts[^1].Length);
        foreach (var part in parts[1..^1])
        {
            var found = text.IndexOf(part, at, end - at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + part.Length;
        }
        return true;
    }
}
