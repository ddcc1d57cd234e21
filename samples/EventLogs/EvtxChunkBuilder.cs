using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Samples.EventLogs;

/// <summary>One chunk of 64 KiB: records with the names and templates that they bring along on first use, as Windows writes them.</summary>
public sealed class EvtxChunkBuilder
{
    public const int Size = 64 << 10;

    private readonly byte[] _bytes = new byte[Size];
    private readonly Dictionary<string, int> _names = [];
    private readonly Dictionary<string, int> _templates = [];
    private readonly List<(Dictionary<string, int> Table, string Key)> _added = [];
    private int _at = 512;
    private int _last = 512;
    private long _first = -1;
    private long _lastId;

    public bool IsEmpty => _first < 0;

    /// <summary>False when there is no more room; the chunk is then as it was.</summary>
    public bool TryAdd(EvtxEvent what)
    {
        var start = _at;
        _added.Clear();
        try
        {
            Record(what);
        }
        catch (ArgumentOutOfRangeException)
        {
            foreach (var (table, key) in _added) table.Remove(key);
            _bytes.AsSpan(start).Clear();
            _at = start;
            return false;
        }
        _last = start;
        if (_first < 0) _first = what.RecordId;
        _lastId = what.RecordId;
        return true;
    }

    /// <summary>The whole chunk, with checksums.</summary>
    public byte[] Finish()
    {
        "ElfChnk\0"u8.CopyTo(_bytes);
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(8), Math.Max(_first, 0));
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(16), _lastId);
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(24), Math.Max(_first, 0));
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(32), _lastId);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(40), 128);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(44), _last);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(48), _at);
        EvtxChecksums.MendChunk(_bytes);
        return _bytes;
    }

    private void Record(EvtxEvent what)
    {
        var start = _at;
        Bytes([0x2A, 0x2A, 0, 0, 0, 0, 0, 0]);
        Bytes(BitConverter.GetBytes(what.RecordId));
        Bytes(BitConverter.GetBytes(what.Time.ToFileTimeUtc()));
        Bytes([0x0F, 1, 1, 0]);
        var values = SystemValues(what);
        Instance("system", SystemTemplate, values, inner: what.Data.Count == 0 ? null : () => Data(what));
        Bytes([0]);
        U32(_at + 4 - start);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(start + 4), _at - start);
    }

    private static List<EvtxValue> SystemValues(EvtxEvent what) =>
    [
        EvtxValue.Text(what.Provider), what.ProviderGuid is { } guid ? EvtxValue.Guid(guid) : EvtxValue.Null, EvtxValue.UInt16((ushort)what.EventId), EvtxValue.UInt8(what.Version), EvtxValue.UInt8(what.Level),
        EvtxValue.UInt16(what.Task), EvtxValue.UInt8(0), EvtxValue.Hex64(what.Keywords), EvtxValue.FileTime(what.Time), EvtxValue.UInt64((ulong)what.RecordId), EvtxValue.UInt32(what.ProcessId), EvtxValue.UInt32(8),
        EvtxValue.Text(what.Channel), EvtxValue.Text(what.Computer), what.UserId is { } sid ? EvtxValue.Sid(sid) : EvtxValue.Null,
    ];

    private void SystemTemplate()
    {
        Element("Event", [("xmlns", () => Literal("http://schemas.microsoft.com/win/2004/08/events/event"))], () =>
        {
            Element("System", [], () =>
            {
                Element("Provider", [("Name", () => Value(0, 1)), ("Guid", () => Value(1, 0x0F))], null);
                Element("EventID", [], () => Value(2, 6));
                Element("Version", [], () => Value(3, 4));
                Element("Level", [], () => Value(4, 4));
                Element("Task", [], () => Value(5, 6));
                Element("Opcode", [], () => Value(6, 4));
                Element("Keywords", [], () => Value(7, 0x15));
                Element("TimeCreated", [("SystemTime", () => Value(8, 0x11))], null);
                Element("EventRecordID", [], () => Value(9, 0x0A));
                Element("Correlation", [], null);
                Element("Execution", [("ProcessID", () => Value(10, 8)), ("ThreadID", () => Value(11, 8))], null);
                Element("Channel", [], () => Value(12, 1));
                Element("Computer", [], () => Value(13, 1));
                Element("Security", [("UserID", () => Value(14, 0x13))], null);
            });
            Value(15, 0x21);
        });
    }

    /// <summary>EventData or UserData: a template of its own inside a value of the other.</summary>
    private void Data(EvtxEvent what)
    {
        Bytes([0x0F, 1, 1, 0]);
        var shape = $"{what.UserData}|{string.Join('|', what.Data.Select(d => $"{d.Name}:{d.Value.Type}"))}";
        Instance(shape, () => DataTemplate(what), [.. what.Data.Select(d => d.Value)], inner: null);
        Bytes([0]);
    }

    private void DataTemplate(EvtxEvent what)
    {
        if (what.UserData is { } around)
        {
            Element("UserData", [], () => Element(around, [("xmlns", () => Literal("urn:example:user"))], () =>
            {
                for (var n = 0; n < what.Data.Count; n++)
                {
                    var index = n;
                    Element(what.Data[n].Name, [], () => Value(index, what.Data[index].Value.Type));
                }
            }));
            return;
        }
        Element("EventData", [], () =>
        {
            for (var n = 0; n < what.Data.Count; n++)
            {
                var index = n;
                var name = what.Data[n].Name;
                Element("Data", name.Length == 0 ? [] : [("Name", () => Literal(name))], () => Value(index, what.Data[index].Value.Type));
            }
        });
    }

    /// <summary>A template, written out where it is used first in the chunk, and its values; inner writes one more value of binary XML.</summary>
    private void Instance(string key, Action template, List<EvtxValue> values, Action? inner)
    {
        Bytes([0x0C, 1, 0, 0, 0, 0]);
        if (_templates.TryGetValue(key, out var known)) U32(known);
        else
        {
            U32(_at + 4);
            Know(_templates, key, _at);
            U32(0);
            Bytes(new byte[16]);
            var size = _at;
            U32(0);
            Bytes([0x0F, 1, 1, 0]);
            template();
            Bytes([0]);
            Patch(size, _at - size - 4);
        }
        var count = values.Count + (inner is null ? 0 : 1);
        U32(count);
        var descriptors = _at;
        foreach (var value in values) Bytes([(byte)value.Bytes.Length, (byte)(value.Bytes.Length >> 8), value.Type, 0]);
        if (inner is not null) Bytes([0, 0, 0x21, 0]);
        foreach (var value in values) Bytes(value.Bytes);
        if (inner is null) return;
        var start = _at;
        inner();
        Room(0);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(descriptors + values.Count * 4), (ushort)(_at - start));
    }

    private void Element(string name, (string Name, Action Value)[] attributes, Action? content)
    {
        Bytes([(byte)(attributes.Length > 0 ? 0x41 : 0x01), 0xFF, 0xFF]);
        var size = _at;
        U32(0);
        Name(name);
        if (attributes.Length > 0)
        {
            var list = _at;
            U32(0);
            for (var n = 0; n < attributes.Length; n++)
            {
                Bytes([(byte)(n + 1 < attributes.Length ? 0x46 : 0x06)]);
                Name(attributes[n].Name);
                attributes[n].Value();
            }
            Patch(list, _at - list - 4);
        }
        if (content is null) Bytes([0x03]);
        else
        {
            Bytes([0x02]);
            content();
            Bytes([0x04]);
        }
        Patch(size, _at - size - 4);
    }

    private void Literal(string text)
    {
        Bytes([0x05, 1, (byte)text.Length, (byte)(text.Length >> 8)]);
        Bytes(Encoding.Unicode.GetBytes(text));
    }

    private void Value(int index, byte type) => Bytes([0x0E, (byte)index, (byte)(index >> 8), type]);

    /// <summary>A name stands where it is used first in the chunk.</summary>
    private void Name(string name)
    {
        if (_names.TryGetValue(name, out var known))
        {
            U32(known);
            return;
        }
        U32(_at + 4);
        Know(_names, name, _at);
        U32(0);
        var hash = 0u;
        foreach (var one in name) hash = hash * 65599 + one;
        Bytes([(byte)hash, (byte)(hash >> 8), (byte)name.Length, (byte)(name.Length >> 8)]);
        Bytes(Encoding.Unicode.GetBytes(name));
        Bytes([0, 0]);
    }

    private void Know(Dictionary<string, int> table, string key, int at)
    {
        table[key] = at;
        _added.Add((table, key));
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        Room(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_at));
        _at += bytes.Length;
    }

    private void U32(int number) => Bytes(BitConverter.GetBytes(number));

    private void Patch(int at, int number) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at), number);

    private void Room(int bytes) => ArgumentOutOfRangeException.ThrowIfGreaterThan(_at + bytes, Size);
}
