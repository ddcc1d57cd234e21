using Postvakt.Mql.Execution;

namespace Postvakt.Mql.Texts;

/// <summary>It begins, or ends, with one of the parts.</summary>
internal sealed class EdgeTest(string[] parts, bool atEnd, bool ignoreCase) : TextTest
{
    private readonly StringComparison _comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public override bool Test(string text, Frame frame)
    {
        frame.Steps -= parts.Length / 4;
        return Find(text) is not null;
    }

    public override (int Start, int Length)? Find(string text)
    {
        foreach (var part in parts)
        {
            if (atEnd ? text.EndsWith(part, _comparison) : text.StartsWith(part, _comparison)) return (atEnd ? text.Length - part.Length : 0, part.Length);
        }
        return null;
    }
}
