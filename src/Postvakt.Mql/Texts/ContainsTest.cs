using System.Buffers;
using Postvakt.Mql.Execution;

namespace Postvakt.Mql.Texts;

/// <summary>One of the parts stands in it.</summary>
internal sealed class ContainsTest(string[] parts, bool ignoreCase) : TextTest
{
    private readonly StringComparison _comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
    private readonly Lazy<SearchValues<string>> _values = new(() => SearchValues.Create(parts, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));

    public override IReadOnlyList<string> Words => parts;

    public override bool IsWords => ignoreCase;

    public override bool Test(string text, Frame frame)
    {
        frame.Steps -= text.Length / 32;
        return text.AsSpan().ContainsAny(_values.Value);
    }

    public override (int Start, int Length)? Find(string text)
    {
        var at = text.AsSpan().IndexOfAny(_values.Value);
        if (at < 0) return null;
        foreach (var part in parts)
            if (text.AsSpan(at).StartsWith(part, _comparison)) return (at, part.Length);
        return (at, 0);
    }
}
