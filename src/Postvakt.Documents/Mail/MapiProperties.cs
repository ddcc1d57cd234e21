using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Compound;

namespace Postvakt.Documents.Mail;

/// <summary>Properties of one object in an Outlook mail ([MS-OXMSG] 2.1 and 2.4): fixed ones in a table, others in streams of their own.</summary>
internal sealed class MapiProperties
{
    private const int MaxLine = 4096;

    private readonly CompoundFile _compound;
    private readonly string _prefix;
    private readonly Dictionary<int, ulong> _fixed = [];

    /// <param name="header">Bytes before the first entry: 32 in the mail itself, 24 in a mail inside it, 8 in recipients and attachments (2.4.1).</param>
    public MapiProperties(CompoundFile compound, string prefix, int header)
    {
        (_compound, _prefix) = (compound, prefix);
        var table = compound.Read(prefix + "__properties_version1.0") ?? [];
        for (var at = header; at + 16 <= table.Length; at += 16)
        {
            _fixed.TryAdd(BinaryPrimitives.ReadUInt16LittleEndian(table.AsSpan(at + 2)), BinaryPrimitives.ReadUInt64LittleEndian(table.AsSpan(at + 8)));
        }
    }

    /// <summary>A string property of a line, in either of its forms; empty when there is none. Cut where writing it as a header would take long.</summary>
    public string Text(int id) => Whole(id) is var text && text.Length > MaxLine ? text[..MaxLine] : text;

    /// <summary>A string property of any length.</summary>
    public string Whole(int id)
    {
        if (Stream(id, "001F") is { } unicode) return Encoding.Unicode.GetString(unicode).TrimEnd('\0');
        return Stream(id, "001E") is { } ansi ? CodePage().GetString(ansi).TrimEnd('\0') : "";
    }

    public byte[]? Bytes(int id) => Stream(id, "0102");

    /// <summary>PidTagHtml is bytes in the code page that PidTagInternetCodepage names; some writers store a string.</summary>
    public string Html() => Bytes(0x1013) is { } bytes ? CodePage().GetString(bytes) : Whole(0x1013);

    public int Number(int id) => (int)(uint)_fixed.GetValueOrDefault(id);

    public DateTimeOffset? Time(int id) =>
        _fixed.TryGetValue(id, out var ticks) && ticks is > 0 and < 2_650_467_743_990_000_000 ? DateTimeOffset.FromFileTime((long)ticks).ToUniversalTime() : null;

    private byte[]? Stream(int id, string type) => _compound.Read($"{_prefix}__substg1.0_{id:X4}{type}");

    private Encoding CodePage()
    {
        var number = Number(0x3FDE) is var internet and > 0 ? internet : Number(0x3FFD);
        if (number is 65001 or 0) return number == 0 ? Encoding.Latin1 : Encoding.UTF8;
        return CodePagesEncodingProvider.Instance.GetEncoding(number) ?? Encoding.Latin1;
    }
}
