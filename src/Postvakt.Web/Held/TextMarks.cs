using Postvakt.Detection;
using Postvakt.Indicators;

namespace Postvakt.Web.Held;

/// <summary>Finds in a text, as it is shown, what findings point to. Both are brought into the same form first: without what is invisible, links broken up.</summary>
internal sealed class TextMarks
{
    /// <summary>Shortest passage that is marked: what is shorter stands everywhere.</summary>
    private const int MinLength = 4;

    /// <summary>Passages that are looked for, places of each that are marked.</summary>
    private const int MaxClues = 60, MaxPlaces = 20;

    private readonly IReadOnlyList<(string Text, int Finding)> _clues;

    /// <param name="findings">In the order of their numbers.</param>
    public TextMarks(IReadOnlyList<Finding> findings, IReadOnlyList<Indicator> indicators) => _clues =
    [
        .. findings.SelectMany((f, i) => f.Evidence.Select(e => (Text: Shape(e.Text), Finding: i + 1)))
            .Concat(indicators.Where(i => i.Type is "url" or "host" or "file").Select(i => (Text: Shape(i.Value), Finding: 0)))
            .Where(c => c.Text.Length >= MinLength).DistinctBy(c => c.Text, StringComparer.OrdinalIgnoreCase).Take(MaxClues),
    ];

    public IReadOnlyList<TextPiece> Of(string shown)
    {
        var places = new List<(int Start, int End, int Finding)>();
        foreach (var (text, finding) in _clues)
        {
            var (from, found) = (0, 0);
            while (found < MaxPlaces && from < shown.Length && shown.IndexOf(text, from, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
            {
                from = at + text.Length;
                if (IsWhole(shown, at, from) && ++found > 0) places.Add((at, from, finding));
            }
        }
        var (pieces, end) = (new List<TextPiece>(), 0);
        // What a finding points to goes before a mere indicator, the longer passage before one inside it.
        foreach (var (start, stop, finding) in places.OrderBy(p => p.Start).ThenByDescending(p => p.End).ThenByDescending(p => p.Finding > 0))
        {
            if (start < end) continue;
            if (start > end) pieces.Add(new TextPiece(shown[end..start], null));
            pieces.Add(new TextPiece(shown[start..stop], finding));
            end = stop;
        }
        if (end < shown.Length) pieces.Add(new TextPiece(shown[end..], null));
        return pieces;
    }

    private static string Shape(string text) => Defanged.Text(Shown.Line(text)).TrimEnd('…').Trim();

    private static bool IsWhole(string text, int start, int end) =>
        !(start > 0 && char.IsLetterOrDigit(text[start]) && char.IsLetterOrDigit(text[start - 1])) && !(end < text.Length && char.IsLetterOrDigit(text[end - 1]) && char.IsLetterOrDigit(text[end]));
}
