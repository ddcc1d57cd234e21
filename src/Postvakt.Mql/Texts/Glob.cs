namespace Postvakt.Mql.Texts;

/// <summary>A pattern of <c>like</c>: * stands for any run, ? for one character (a UTF-16 unit); there is no escape. All of the text is meant.</summary>
internal sealed class Glob
{
    private readonly string[] _runs;
    private readonly StringComparison _comparison;

    public Glob(string pattern, bool ignoreCase)
    {
        _runs = pattern.Split('*');
        _comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
    }

    /// <summary>The part of <c>*part*</c>; null for a pattern of any other shape.</summary>
    public string? Inner => _runs is ["", { Length: > 0 } inner, ""] && !inner.Contains('?', StringComparison.Ordinal) ? inner : null;

    /// <summary>Runs are found from the left, each where it stands first: if there is a way at all, this one ends earliest.</summary>
    public bool Matches(ReadOnlySpan<char> text)
    {
        var first = _runs[0];
        if (_runs.Length == 1) return text.Length == first.Length && StandsAt(text, first);
        if (!StandsAt(text, first)) return false;
        text = text[first.Length..];
        for (var i = 1; i < _runs.Length - 1; i++)
        {
            var at = IndexOf(text, _runs[i]);
            if (at < 0) return false;
            text = text[(at + _runs[i].Length)..];
        }
        var last = _runs[^1];
        return text.Length >= last.Length && StandsAt(text[^last.Length..], last);
    }

    private int IndexOf(ReadOnlySpan<char> text, string run)
    {
        if (!run.Contains('?', StringComparison.Ordinal)) return text.IndexOf(run, _comparison);
        for (var at = 0; at + run.Length <= text.Length; at++)
            if (StandsAt(text[at..], run)) return at;
        return -1;
    }

    private bool StandsAt(ReadOnlySpan<char> text, string run)
    {
        if (text.Length < run.Length) return false;
        if (!run.Contains('?', StringComparison.Ordinal)) return text.StartsWith(run, _comparison);
        for (var i = 0; i < run.Length; i++)
            if (run[i] != '?' && !text.Slice(i, 1).Equals(run.AsSpan(i, 1), _comparison)) return false;
        return true;
    }
}
