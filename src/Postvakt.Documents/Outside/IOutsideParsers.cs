using Postvakt.Documents.Kinds;

namespace Postvakt.Documents.Outside;

/// <summary>
/// Parsers that are not ours (RAR, 7z, libyara, picture decoders). They read attackers' bytes, so they run in a process of their own with limits on
/// memory and time; a crash there is an answer here.
/// </summary>
public interface IOutsideParsers
{
    /// <summary>Makes ready what is slow to start, outside the time of a file.</summary>
    void Prepare()
    {
    }

    /// <summary>Files of an archive. Never throws for what the archive holds.</summary>
    /// <param name="password">Tried when the archive needs one; null for none.</param>
    /// <param name="limit">Bytes that may come out in all.</param>
    Unpacked Unpack(FileKind kind, ReadOnlyMemory<byte> archive, string? password, long limit, TimeSpan time);

    /// <summary>YARA rules that match; none without rules or without libyara.</summary>
    YaraAnswer Match(ReadOnlyMemory<byte> content, TimeSpan time);

    /// <summary>64-bit difference hash of a picture; null when it cannot be decoded.</summary>
    ulong? Likeness(ReadOnlyMemory<byte> picture, TimeSpan time);

    /// <summary>QR codes in a picture; null when it cannot be decoded, or not in time.</summary>
    CodeAnswer? Codes(ReadOnlyMemory<byte> picture, TimeSpan time) => null;
}
