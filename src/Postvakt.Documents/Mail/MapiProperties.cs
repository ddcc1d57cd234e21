using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Compound;

namespace Postvakt.Documents.Mail;

/// <summary>Properties of one object in an Outlook mail ([MS-OXMSG] 2.1 and 2.4): fixed ones in a table, others in streams of their own.</summary>
internal sealed class MapiProperties
{
    /// <summary>Bytes of a property table that are read: four thousand properties.</summary>
    private const int MaxTable = 1 << 16;

    /// <summary>Bytes of a property that is a name, an address or an id.</summary>
    private const int MaxWords = 1 << 12;

    private readonly CompoundFile _compound;
    private readonly string _prefix;
    private readonly Dictionary<int, ulong> _fixed = [];

    /// <param name="header">Bytes before the first entry: 32 in the mail itself, 24 in a mail inside it, 8 in recipients and attachments (2.4.1).</param>
    public MapiProperties(CompoundFile compound, string prefix, int header)
    {
        (_compound, _prefix) = (compound, prefix);
        compound.Budget.Look();
        var table = compound.Find(prefix + "__properties_version1.0") is { } entry ? compound.View(entry).Span : default;
        if (table.Length > MaxTable) table = table[..MaxTable];
        for (var at = header; at + 16 <= table.Length; at += 16)
        {
            _fixed.TryAdd(BinaryPrimitives.ReadUInt16LittleEndian(table[(at + 2)..]), BinaryPrimitives.ReadUInt64LittleEndian(table[(at + 8)..]));
        }
    }

    /// <summary>A string property that is a line, in either of its forms; empty when there is none.</summary>
    public string Text(int id) => Text(id, MaxWords);

    /// <summary>A string property as long as it may be: a body, a header.</summary>
    public string LongText(int id) => Text(id, int.MaxValue);

    public byte[]? Bytes(int id) => Stream(id, "0102", int.MaxValue)?.ToArray();

    /// <summary>PidTagHtml is bytes in the code page that PidTagInternetCodepage names; some writers store a string.</summary>
    public string Html() => Stream(0x1013, "0102", int.MaxValue) is { } bytes ? CodePage().GetString(bytes.Span) : LongText(0x1013);

    public int Number(int id) => (int)(uint)_fixed.GetValueOrDefault(id);

    public DateTimeOffset? Time(int id) =>
        _fixed.TryGetValue(id, out var ticks) && ticks is > 0 and < 2_650_467_743_990_000_000 ? DateTimeOffset.FromFileTime((long)ticks).ToUniversalTime() : null;

    private string Text(int id, int most)
    {
        if (Stream(id, "001F", most) is { } unicode) return Encoding.Unicode.GetString(unicode.Span).TrimEnd('\0');
        return Stream(id, "001E", most) is { } ansi ? CodePage().GetString(ansi.Span).TrimEnd('\0') : "";
    }

    /// <summary>Whatever is made of it is a copy, and streams may share their bytes: each is paid for.</summary>
    private ReadOnlyMemory<byte>? Stream(int id, string type, int most)
    {
        if (_compound.Find($"{_prefix}__substg1.0_{id:X4}{type}") is not { IsStream: true } entry) return null;
        var view = _compound.View(entry);
        if (view.Length > most) view = view[..most];
        _compound.Budget.Expand(view.Length);
        return view;
    }

    private Encoding CodePage()
    {
        var number = Number(0x3FDE) is var internet and > 0 ? internet : Number(0x3FFD);
        if (number is 65001 or 0) return number == 0 ? Encoding.Latin1 : Encoding.UTF8;
        return CodePagesEncodingProvider.Instance.GetEncoding(number) ?? Encoding.Latin1;
    }
}
