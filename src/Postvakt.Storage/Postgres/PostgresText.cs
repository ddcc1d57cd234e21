using System.Text;

namespace Postvakt.Storage.Postgres;

/// <summary>
/// Text that PostgreSQL takes. It refuses U+0000 and half surrogate pairs, and an index entry may have 2,700 bytes; both would let a mail
/// that carries such a thing be deferred forever.
/// </summary>
internal static class PostgresText
{
    /// <summary>Characters of a value that is looked up by index. 500: at most 1,500 bytes; real addresses and hosts stay below 320.</summary>
    public const int MaxKey = 500;

    public static string Key(string text) => Clean(text.Length > MaxKey ? text[..MaxKey] : text);

    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0')) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(rune.Value == 0 ? "\uFFFD" : rune.ToString());
        return clean.ToString();
    }
}
