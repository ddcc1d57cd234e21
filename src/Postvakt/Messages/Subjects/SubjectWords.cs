using System.Collections.Frozen;
using Postvakt.Messages.Bodies;

namespace Postvakt.Messages.Subjects;

/// <summary>The words of subject-words.tsv, by what they make of a subject.</summary>
internal sealed class SubjectWords
{
    public static readonly SubjectWords Default = new(TsvRows.Read("subject-words.tsv"));

    private readonly FrozenDictionary<string, PrefixKind>.AlternateLookup<ReadOnlySpan<char>> _prefixes;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _tags;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _stars;

    public SubjectWords(IReadOnlyList<(string Language, string Kind, string Word)> rows)
    {
        var prefixes = new Dictionary<string, PrefixKind>(StringComparer.OrdinalIgnoreCase);
        foreach (var (_, kind, word) in rows)
        {
            if (KindOf(kind) is var prefix && prefix != PrefixKind.None)
            {
                // "VS" forwards in Danish and Norwegian and replies in Finnish and Estonian: the first row decides.
                prefixes.TryAdd(word, prefix);
            }
        }
        MaxLength = prefixes.Keys.Max(k => k.Length);
        Leads = [.. rows.Where(r => r.Kind == "lead").Select(r => r.Word)];
        _prefixes = prefixes.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        _tags = Set(rows, "tag");
        _stars = Set(rows, "star");
    }

    public int MaxLength { get; }

    public IReadOnlyList<string> Leads { get; }

    public PrefixKind Prefix(ReadOnlySpan<char> word) => _prefixes.TryGetValue(word, out var kind) ? kind : PrefixKind.None;

    public bool IsTag(ReadOnlySpan<char> words) => _tags.Contains(words);

    public bool IsStarred(ReadOnlySpan<char> words) => _stars.Contains(words);

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(IReadOnlyList<(string Language, string Kind, string Word)> rows, string kind) =>
        rows.Where(r => r.Kind == kind).Select(r => r.Word).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static PrefixKind KindOf(string kind) => kind switch
    {
        "reply" => PrefixKind.Reply,
        "forward" => PrefixKind.Forward,
        "letter-reply" => PrefixKind.LetterReply,
        "letter-forward" => PrefixKind.LetterForward,
        "auto" => PrefixKind.Auto,
        _ => PrefixKind.None,
    };
}
