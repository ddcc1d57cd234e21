using System.Buffers;
using System.Collections.Frozen;

namespace Postvakt.Messages.Bodies;

/// <summary>The words of quote-words.tsv, arranged for the questions the splitter asks of a line.</summary>
internal sealed class QuoteWords
{
    public static readonly QuoteWords Default = new(TsvRows.Read("quote-words.tsv"));

    private readonly FrozenDictionary<string, HeaderKey>.AlternateLookup<ReadOnlySpan<char>> _keys;
    private readonly FrozenDictionary<string, DividerWord>.AlternateLookup<ReadOnlySpan<char>> _dividers;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _fillers;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _closings;

    public QuoteWords(IReadOnlyList<(string Language, string Kind, string Word)> rows)
    {
        var keys = new Dictionary<string, HeaderKey>(StringComparer.OrdinalIgnoreCase);
        var dividers = new Dictionary<string, DividerWord>(StringComparer.OrdinalIgnoreCase);
        foreach (var (language, kind, word) in rows)
        {
            if (FieldOf(kind) is var field && field != HeaderField.None)
            {
                // Two fields for one key ("An", "Til") are resolved by the row that comes first.
                keys[word] = keys.TryGetValue(word, out var known)
                    ? known with { Languages = known.Field == field ? [.. known.Languages, language] : known.Languages }
                    : new HeaderKey(field, [language]);
            }
            else if (kind is "original" or "forward")
            {
                dividers.TryAdd(word, new DividerWord(kind == "forward", language));
            }
        }
        MaxKey = keys.Keys.Max(k => k.Length);
        MaxDivider = dividers.Keys.Max(k => k.Length);
        KeyStarts = SearchValues.Create([.. keys.Keys.SelectMany(k => new[] { char.ToUpperInvariant(k[0]), char.ToLowerInvariant(k[0]) })]);
        _keys = keys.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        _dividers = dividers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        _fillers = Words(rows, "filler").ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        _closings = Words(rows, "closing").ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        Wrote = Phrases(rows, "wrote");
        Begins = Phrases(rows, "begin");
        ForwardedBy = new PhraseSet(dividers.Where(d => d.Value.Forward).Select(d => (d.Key, d.Value.Language)));
        Devices = Phrases(rows, "device");
        Gadgets = Phrases(rows, "gadget");
        Legal = Phrases(rows, "legal");
        Banners = Phrases(rows, "banner");
        Footers = Phrases(rows, "footer");
        Adverts = Phrases(rows, "advert");
    }

    public int MaxKey { get; }
    public int MaxDivider { get; }
    public SearchValues<char> KeyStarts { get; }
    public PhraseSet Wrote { get; }
    public PhraseSet Begins { get; }
    public PhraseSet ForwardedBy { get; }
    public PhraseSet Devices { get; }
    public PhraseSet Gadgets { get; }
    public PhraseSet Legal { get; }
    public PhraseSet Banners { get; }
    public PhraseSet Footers { get; }
    public PhraseSet Adverts { get; }

    public HeaderKey? Key(ReadOnlySpan<char> word) => _keys.TryGetValue(word, out var key) ? key : null;

    public DividerWord? Divider(ReadOnlySpan<char> words) =>
        words.Length <= MaxDivider && _dividers.TryGetValue(words, out var divider) ? divider : null;

    public bool IsFiller(ReadOnlySpan<char> word) => _fillers.Contains(word);

    public bool IsClosing(ReadOnlySpan<char> words) => _closings.Contains(words);

    private static IEnumerable<string> Words(IReadOnlyList<(string Language, string Kind, string Word)> rows, string kind) =>
        rows.Where(r => r.Kind == kind).Select(r => r.Word);

    private static PhraseSet Phrases(IReadOnlyList<(string Language, string Kind, string Word)> rows, string kind) =>
        new(rows.Where(r => r.Kind == kind).Select(r => (r.Word, r.Language)));

    private static HeaderField FieldOf(string kind) => kind switch
    {
        "from" => HeaderField.From,
        "sent" => HeaderField.Sent,
        "to" => HeaderField.To,
        "cc" => HeaderField.Cc,
        "subject" => HeaderField.Subject,
        "other" => HeaderField.Other,
        _ => HeaderField.None,
    };
}
