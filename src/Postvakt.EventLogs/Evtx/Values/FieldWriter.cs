using Postvakt.EventLogs.Evtx.BinXml;

namespace Postvakt.EventLogs.Evtx.Values;

/// <summary>Adds values of a chunk to an event.</summary>
internal sealed class FieldWriter(byte[] chunk)
{
    public void Add(string name, in BinXmlValue value, LogEvent into)
    {
        var bytes = chunk.AsSpan(value.Start, value.Size);
        if (value.IsArray) AddArray(name, value.Type, bytes, into);
        else if (ValueText.TryNumber(value.Type, bytes, out var number)) into.Add(name, number);
        else if (value.Type == BinXmlType.String) into.AddCopy(name, ValueText.Utf16(bytes));
        else AddText(name, value.Type, bytes, into);
    }

    /// <summary>Texts and values of a template, joined.</summary>
    public void AddMixed(string name, BinXmlToken[] parts, ValueTable values, LogEvent into)
    {
        var most = 0;
        foreach (var part in parts) most += part.Kind == BinXmlKind.Text ? part.Text.Length : Most(values[part.Index]);
        var room = into.Reserve(most);
        if (room.Length < most) return;
        into.Add(name, into.Keep(Join(parts, values, room)));
    }

    /// <summary>The same as a text that may be kept, for names that stand in values.</summary>
    public string Join(BinXmlToken[] parts, ValueTable values)
    {
        var most = 0;
        foreach (var part in parts) most += part.Kind == BinXmlKind.Text ? part.Text.Length : Most(values[part.Index]);
        var room = new char[Math.Min(most, 256 << 10)];
        return most > room.Length ? "" : new string(room, 0, Join(parts, values, room));
    }

    private int Join(BinXmlToken[] parts, ValueTable values, Span<char> room)
    {
        var written = 0;
        foreach (var part in parts)
        {
            if (part.Kind == BinXmlKind.Text)
            {
                part.Text.CopyTo(room[written..]);
                written += part.Text.Length;
            }
            else if (values[part.Index] is { IsNull: false, Type: not BinXmlType.BinXml } value)
            {
                written += ValueText.Write(value.Type, chunk.AsSpan(value.Start, value.Size), room[written..]);
            }
        }
        return written;
    }

    private static int Most(in BinXmlValue value) => ValueText.MostCharacters(value.Type, value.Size);

    private static void AddText(string name, byte type, ReadOnlySpan<byte> bytes, LogEvent into)
    {
        var most = ValueText.MostCharacters(type, bytes.Length);
        var room = into.Reserve(most);
        if (room.Length < most) return;
        into.Add(name, into.Keep(ValueText.Write(type, bytes, room)));
    }

    /// <summary>One field an item, as event XML has an element an item.</summary>
    private static void AddArray(string name, byte type, ReadOnlySpan<byte> bytes, LogEvent into)
    {
        var items = new ArrayItems(type, bytes);
        while (items.Next(out var one)) Add(name, items.Type, one, into);
    }

    private static void Add(string name, byte type, ReadOnlySpan<byte> item, LogEvent into)
    {
        if (ValueText.TryNumber(type, item, out var number)) into.Add(name, number);
        else AddText(name, type, item, into);
    }
}
