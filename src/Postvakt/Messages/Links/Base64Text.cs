using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Postvakt.Messages.Links;

/// <summary>Text in base64 of either alphabet, padded or not (RFC 4648 sections 4 and 5).</summary>
internal static class Base64Text
{
    /// <summary>The decoded UTF-8 text, or null when it is no base64.</summary>
    public static string? Decode(ReadOnlySpan<char> encoded)
    {
        if (encoded.Length > WebAddress.MaxLength)
        {
            return null;
        }

        string alphabet = encoded.TrimEnd('=').ToString().Replace('+', '-').Replace('/', '_');
        byte[] bytes = new byte[Base64Url.GetMaxDecodedLength(alphabet.Length)];
        return Base64Url.DecodeFromChars(alphabet, bytes, out _, out int length) == OperationStatus.Done
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
