using System.Buffers;

namespace Postvakt.Documents.Texts;

/// <summary>Base64 as found in code: blanks allowed, padding optional, either alphabet (RFC 4648 4 and 5).</summary>
internal static class Base64
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_= \t\r\n");

    /// <summary>Decoded bytes; null when the text is not base64.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        if (text.Length < 4 || text.ContainsAnyExcept(Alphabet)) return null;
        var clean = new char[text.Length + 3];
        var length = 0;
        foreach (var c in text)
        {
            if (c is ' ' or '\t' or '\r' or '\n') continue;
            if (c == '=') break;
            clean[length++] = c switch { '-' => '+', '_' => '/', _ => c };
        }
        if (length % 4 == 1) length--;
        while (length % 4 != 0) clean[length++] = '=';
        var bytes = new byte[length / 4 * 3];
        return Convert.TryFromBase64Chars(clean.AsSpan(0, length), bytes, out var written) ? bytes[..written] : null;
    }
}
