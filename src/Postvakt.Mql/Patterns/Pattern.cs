using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Postvakt.Mql.Patterns;

/// <summary>A regular expression of RE2's syntax that runs in linear time. The engine behind each way of asking is made when it is first asked.</summary>
internal sealed class Pattern
{
    /// <summary>Characters beyond ASCII that are a letter of ASCII in another case: what looks for that letter alone would miss them.</summary>
    private static readonly SearchValues<char> OddFolds = SearchValues.Create("\u0130\u0131\u017F\u212A");

    /// <summary>Stands for a character that is hidden from the engine: of no class that one looks at.</summary>
    public const char Hidden = '\uFFFC';

    /// <summary>Of one run. Linear, but one with thousands of states may need a while to make them when the first text comes.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    private readonly string _pattern;
    private readonly Translation _translation;
    private readonly RegexOptions _options;
    private readonly Lazy<SearchValues<string>>? _needles;
    private readonly PatternEngine _test;
    private readonly PatternEngine _search;
    private readonly PatternEngine _whole;
    private readonly PatternEngine _groups;

    private Pattern(string pattern, Translation translation, bool ignoreCase)
    {
        (_pattern, _translation) = (pattern, translation);
        _options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : 0);
        _needles = translation.Needles is { } needles ? new(() => SearchValues.Create([.. needles], StringComparison.OrdinalIgnoreCase)) : null;
        _search = Engine(translation, t => t.Plain);
        _test = Bare(pattern) is var bare && bare.Length == pattern.Length || Translator.Translate(bare, out _) is not { } shorter ? _search : Engine(shorter, t => t.Plain);
        _whole = Engine(translation, t => $@"\A(?:{t.Plain})\z");
        _groups = Engine(translation, t => t.Capturing);
    }

    /// <summary>See <see cref="Translation.Needles"/>.</summary>
    public IReadOnlyList<string>? Needles => _translation.Needles;

    public IReadOnlyList<string?> GroupNames => _translation.GroupNames;

    /// <summary>Why a pattern cannot be used; null when it can.</summary>
    public static string? Fault(string pattern)
    {
        if (Translator.Translate(pattern, out var fault) is not { } translation) return fault;
        try
        {
            // Its grammar, at a tenth of the cost of the linear engine.
            _ = new Regex(translation.Plain, RegexOptions.CultureInvariant);
            return null;
        }
        catch (ArgumentException refused)
        {
            return "the pattern is not understood: " + refused.Message.ReplaceLineEndings(" ");
        }
    }

    public static Pattern? Read(string pattern, bool ignoreCase, out string fault)
    {
        fault = Fault(pattern) ?? "";
        return fault.Length == 0 ? Checked(pattern, ignoreCase) : null;
    }

    /// <summary>A pattern without <see cref="Fault"/>.</summary>
    public static Pattern Checked(string pattern, bool ignoreCase) => new(pattern, Translator.Translate(pattern, out var fault) ?? throw new ArgumentException(fault, nameof(pattern)), ignoreCase);

    /// <summary>Whether it stands anywhere in the text, or is all of it.</summary>
    /// <exception cref="RegexMatchTimeoutException">It took too long.</exception>
    /// <exception cref="NotSupportedException">It has more states than the engine holds.</exception>
    public bool Matches(string text, bool whole) => MayMatch(text) && (whole ? _whole : _test).For(text).IsMatch(Shown(text));

    /// <summary>The first place where it stands; null when it is nowhere.</summary>
    public (int Start, int Length)? Find(string text, bool whole)
    {
        if (!MayMatch(text) || (whole ? _whole : _search).For(text).Match(Shown(text)) is not { Success: true } match) return null;
        return (match.Index, match.Length);
    }

    public int Count(string text, int most)
    {
        var count = 0;
        if (!MayMatch(text)) return 0;
        foreach (var _ in _search.For(text).EnumerateMatches(Shown(text)))
            if (++count == most) break;
        return count;
    }

    /// <summary>Each place where it stands, with the text of its groups; one that took no part is empty.</summary>
    public IEnumerable<(string Whole, string[] Groups)> Extract(string text)
    {
        if (!MayMatch(text)) yield break;
        for (var match = _groups.For(text).Match(Shown(text)); match.Success; match = match.NextMatch())
        {
            var groups = new string[GroupNames.Count];
            for (var i = 0; i < groups.Length; i++)
            {
                var group = match.Groups["_" + (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)];
                groups[i] = group.Success ? text.Substring(group.Index, group.Length) : "";
            }
            yield return (text.Substring(match.Index, match.Length), groups);
        }
    }

    /// <summary>What it comes to whether a pattern stands in a text, without runs at its ends that may be empty: the engine would begin them anew at each character.</summary>
    private static string Bare(string pattern)
    {
        if (pattern.Contains(@"\Q", StringComparison.Ordinal)) return pattern;
        var bare = pattern;
        if (bare.StartsWith(".*", StringComparison.Ordinal)) bare = bare[(bare.Length > 2 && bare[2] == '?' ? 3 : 2)..];
        if (bare.EndsWith(".*", StringComparison.Ordinal) && bare.AsSpan(0, bare.Length - 2).TrimEnd('\\').Length is var before && (bare.Length - 2 - before) % 2 == 0) bare = bare[..^2];
        return bare.Length == 0 ? pattern : bare;
    }

    private PatternEngine Engine(Translation translation, Func<Translation, string> form) => new(() => Linear(translation, form), () => new Regex(form(translation), _options, MaxTime), translation.Ways, translation.Cost);

    private Regex Linear(Translation translation, Func<Translation, string> form)
    {
        try
        {
            return new Regex(form(translation), _options | RegexOptions.NonBacktracking, MaxTime);
        }
        catch (NotSupportedException)
        {
            // The engine counts states its own way.
            return new Regex(form(Translator.Shorter(_pattern, out _) ?? _translation), _options | RegexOptions.NonBacktracking, MaxTime);
        }
    }

    private bool MayMatch(string text) => _needles is null || text.AsSpan().ContainsAny(_needles.Value) || text.AsSpan().ContainsAny(OddFolds);

    /// <summary>The text as the engine may see it: as long, with the same places.</summary>
    private string Shown(string text)
    {
        var folds = (_options & RegexOptions.IgnoreCase) != 0;
        if (Ascii.IsValid(text) || !(_translation.Named is not null || (folds && text.AsSpan().ContainsAny(OddFolds)))) return text;
        return string.Create(text.Length, (Text: text, Folds: folds, _translation.Named), static (output, from) =>
        {
            for (var i = 0; i < output.Length; i++)
            {
                var c = from.Text[i];
                // RE2 folds these two to ASCII, the engine does not, or not everywhere.
                if (from.Folds && c is '\u017F' or '\u212A') c = c == '\u017F' ? 's' : 'k';
                output[i] = c < 0x80 || char.IsSurrogate(c) || from.Named is not { } named || IsNamed(named, c, from.Folds) ? c : Hidden;
            }
        });
    }

    private static bool IsNamed(IReadOnlyList<(int From, int To)> named, char c, bool folds)
    {
        foreach (var (from, to) in named)
        {
            if (c >= from && c <= to) return true;
            if (folds && (char.ToUpperInvariant(c) is var upper && upper >= from && upper <= to || char.ToLowerInvariant(c) is var lower && lower >= from && lower <= to)) return true;
        }
        return false;
    }
}
