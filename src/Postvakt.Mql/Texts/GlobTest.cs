using Postvakt.Mql.Execution;

namespace Postvakt.Mql.Texts;

/// <summary>One of the patterns of <c>like</c> fits; those of the shape <c>*part*</c> are looked for together.</summary>
internal sealed class GlobTest : TextTest
{
    private readonly ContainsTest? _contains;
    private readonly Glob[] _globs;

    public GlobTest(string[] patterns, bool ignoreCase)
    {
        var globs = patterns.Select(p => new Glob(p, ignoreCase)).ToArray();
        string[] parts = [.. globs.Select(g => g.Inner).OfType<string>()];
        _contains = parts.Length > 0 ? new(parts, ignoreCase) : null;
        _globs = [.. globs.Where(g => g.Inner is null)];
    }

    public override IReadOnlyList<string>? Words => _globs.Length == 0 ? _contains?.Words : null;

    public override bool IsWords => _globs.Length == 0 && _contains?.IsWords == true;

    public override bool Test(string text, Frame frame)
    {
        if (_contains?.Test(text, frame) == true) return true;
        foreach (var glob in _globs)
        {
            frame.Steps -= text.Length / 16;
            if (glob.Matches(text)) return true;
        }
        return false;
    }

    public override (int Start, int Length)? Find(string text) => _contains?.Find(text);
}
