using System.Text;

namespace Postvakt.EventLogs.Recognition;

/// <summary>Text that is not UTF-8 by its first bytes: PowerShell 5 and wevtutil write UTF-16.</summary>
internal static class Encodings
{
    /// <summary>Null for UTF-8, and for what is no text.</summary>
    public static Encoding? Of(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
        [(byte)'<' or (byte)'{' or (byte)'[' or (byte)'#' or (byte)'"', 0, not 0, 0, ..] => Encoding.Unicode,
        _ => null,
    };
}
