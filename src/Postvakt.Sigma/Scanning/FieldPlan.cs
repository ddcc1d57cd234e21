using System.Collections.Frozen;
using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Scanning;

/// <summary>All indexes over the values of one field in one bucket.</summary>
internal sealed class FieldPlan
{
    private readonly FrozenDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>>? _whole;
    private readonly int _longest;
    private readonly EdgeIndex? _prefixes;
    private readonly EdgeIndex? _suffixes;
    private readonly PartIndex? _parts;

    /// <param name="atoms">Those of the field, with their numbers.</param>
    public FieldPlan(IReadOnlyList<(int Number, Atom Atom)> atoms)
    {
        var texts = atoms.Where(a => a.Atom.Matcher is TextMatcher).Select(a => (a.Number, a.Atom, Text: (TextMatcher)a.Atom.Matcher)).ToList();
        var whole = texts.Where(t => t.Text.Shape == TextShape.Whole).ToList();
        if (whole.Count > 0)
        {
            _whole = whole.GroupBy(t => t.Text.Literal, StringComparer.OrdinalIgnoreCase)
                .ToFrozenDictionary(g => g.Key, g => g.Select(t => t.Number << 1).ToArray(), StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
            _longest = whole.Max(t => t.Text.Literal.Length);
        }
        Mark(whole.Select(t => t.Atom));
        _prefixes = Edge(TextShape.Prefix);
        _suffixes = Edge(TextShape.Suffix);
        var parts = atoms.Where(a => !a.Atom.IsIndexed && a.Atom.Matcher.Needles is { Count: > 0 }).ToList();
        if (parts.Count > 0) _parts = PartIndex.Build(depth => Literals(parts, depth));
        if (_parts is not null) Mark(parts.Select(p => p.Atom));

        EdgeIndex? Edge(TextShape shape)
        {
            var found = texts.Where(t => t.Text.Shape == shape).ToList();
            if (found.Count == 0) return null;
            var index = EdgeIndex.Build([.. found.Select(t => (t.Text.Literal, (t.Number << 1) | (t.Text.Literal.Length > EdgeIndex.Depth || !Alphabet.IsExact(t.Text.Literal) ? 1 : 0)))], backwards: shape == TextShape.Suffix);
            if (index is not null) Mark(found.Select(t => t.Atom));
            return index;
        }
    }

    public bool IsEmpty => _whole is null && _prefixes is null && _suffixes is null && _parts is null;

    public void Scan(ReadOnlySpan<char> text, Hits hits)
    {
        if (_whole is { } whole && text.Length <= _longest && whole.TryGetValue(text, out var codes)) hits.Add(codes);
        _prefixes?.Scan(text, hits);
        _suffixes?.Scan(text, hits);
        _parts?.Scan(text, hits);
    }

    private static List<(string, int)> Literals(List<(int Number, Atom Atom)> atoms, int depth)
    {
        var literals = new List<(string, int)>();
        foreach (var (number, atom) in atoms)
        {
            var answers = atom.Matcher is TextMatcher { Shape: TextShape.Part };
            foreach (var needle in atom.Matcher.Needles!) literals.Add((needle, (number << 1) | (answers && needle.Length <= depth && Alphabet.IsExact(needle) ? 0 : 1)));
        }
        return literals;
    }

    private static void Mark(IEnumerable<Atom> atoms)
    {
        foreach (var atom in atoms) atom.IsIndexed = true;
    }
}
