using Postvakt.Mql.Execution;
using Postvakt.Mql.Patterns;

namespace Postvakt.Mql.Texts;

/// <summary>One of the regular expressions stands in it, or is all of it.</summary>
internal sealed class PatternTest(Pattern[] patterns, bool whole) : TextTest
{
    public override IReadOnlyList<string>? Words { get; } = patterns.All(p => p.Needles is not null) ? [.. patterns.SelectMany(p => p.Needles!)] : null;

    public override bool Test(string text, Frame frame)
    {
        foreach (var pattern in patterns)
        {
            frame.Steps -= text.Length / 8;
            if (frame.IsSpent) return false;
            if (pattern.Matches(text, whole)) return true;
        }
        return false;
    }

    public override (int Start, int Length)? Find(string text)
    {
        foreach (var pattern in patterns)
            if (pattern.Find(text, whole) is { } found) return found;
        return null;
    }
}
