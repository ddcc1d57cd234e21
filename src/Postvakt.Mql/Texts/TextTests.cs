using Postvakt.Mql.Execution;
using Postvakt.Mql.Patterns;

namespace Postvakt.Mql.Texts;

/// <summary>The functions that ask a text: by name, with what is known beforehand or not.</summary>
internal static class TextTests
{
    private static readonly Dictionary<string, (TextKind Kind, bool IgnoreCase)> Names = new(StringComparer.Ordinal)
    {
        ["strings.contains"] = (TextKind.Contains, false), ["strings.icontains"] = (TextKind.Contains, true),
        ["strings.starts_with"] = (TextKind.StartsWith, false), ["strings.istarts_with"] = (TextKind.StartsWith, true),
        ["strings.ends_with"] = (TextKind.EndsWith, false), ["strings.iends_with"] = (TextKind.EndsWith, true),
        ["strings.like"] = (TextKind.Like, false), ["strings.ilike"] = (TextKind.Like, true), ["ilike"] = (TextKind.Like, true),
        ["regex.contains"] = (TextKind.PatternContains, false), ["regex.icontains"] = (TextKind.PatternContains, true),
        ["regex.match"] = (TextKind.PatternMatches, false), ["regex.imatch"] = (TextKind.PatternMatches, true),
    };

    public static bool TryKind(string function, out TextKind kind, out bool ignoreCase)
    {
        var known = Names.TryGetValue(function, out var entry);
        (kind, ignoreCase) = entry;
        return known;
    }

    /// <param name="pattern">Gives a regular expression that was checked before.</param>
    public static TextTest Make(TextKind kind, bool ignoreCase, string[] arguments, Func<string, bool, Pattern> pattern) => kind switch
    {
        TextKind.Contains => new ContainsTest(arguments, ignoreCase),
        TextKind.StartsWith or TextKind.EndsWith => new EdgeTest(arguments, kind == TextKind.EndsWith, ignoreCase),
        TextKind.Like => new GlobTest(arguments, ignoreCase),
        _ => new PatternTest([.. arguments.Select(a => pattern(a, ignoreCase))], kind == TextKind.PatternMatches),
    };

    /// <summary>With an argument that came from the message; null for a pattern that is none.</summary>
    public static bool? Test(TextKind kind, bool ignoreCase, string text, string argument, Frame frame)
    {
        var comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        frame.Steps -= text.Length / 16;
        switch (kind)
        {
            case TextKind.Contains: return text.Contains(argument, comparison);
            case TextKind.StartsWith: return text.StartsWith(argument, comparison);
            case TextKind.EndsWith: return text.EndsWith(argument, comparison);
            case TextKind.Like:
                // Each question mark may make a search of its own of the whole text.
                frame.Steps -= (long)text.Length * argument.Length / 64;
                return frame.IsSpent ? false : new Glob(argument, ignoreCase).Matches(text);
            default: return frame.PatternOf(argument, ignoreCase)?.Matches(text, kind == TextKind.PatternMatches);
        }
    }
}
