using System.Text;
using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Rules;

/// <summary>Encodings of values (modifiers appendix 2.1.0, "Encoding"). Bytes that are no text become characters of the same number.</summary>
internal static class ValueSteps
{
    /// <summary>Null when the value has wildcards, which have no encoding.</summary>
    /// <param name="isBytes">An earlier step made bytes of it: each character is one.</param>
    public static IReadOnlyList<TextPattern>? Apply(string step, TextPattern pattern, bool isBytes)
    {
        if (step == "windash") return [pattern.WithDashes()];
        if (!pattern.IsPlain) return null;
        var text = pattern.Literal;
        return step switch
        {
            "utf16le" or "wide" => [Bytes(Encoding.Unicode.GetBytes(text))],
            "utf16be" => [Bytes(Encoding.BigEndianUnicode.GetBytes(text))],
            "utf16" => [Bytes([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)])],
            "base64" => [TextPattern.Plain(Convert.ToBase64String(ToBytes(text, isBytes)))],
            _ => Offsets(ToBytes(text, isBytes)),
        };
    }

    /// <summary>The three forms a text takes within a larger base64 text, without the characters at the edges that depend on its neighbours.</summary>
    private static List<TextPattern> Offsets(byte[] bytes)
    {
        var forms = new List<TextPattern>(3);
        for (var offset = 0; offset < 3; offset++)
        {
            var encoded = Convert.ToBase64String([.. new byte[offset], .. bytes]);
            var start = offset switch { 0 => 0, 1 => 2, _ => 3 };
            var end = encoded.Length - ((offset + bytes.Length) % 3) switch { 0 => 0, 1 => 3, _ => 2 };
            // A value of one byte leaves nothing stable at some offsets.
            if (end > start) forms.Add(TextPattern.Plain(encoded[start..end]));
        }
        return forms;
    }

    private static TextPattern Bytes(byte[] bytes) => TextPattern.Plain(Encoding.Latin1.GetString(bytes));

    private static byte[] ToBytes(string text, bool isBytes) => isBytes ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text);
}
