namespace Postvakt.EventLogs.Evtx.BinXml;

/// <summary>Type and place of a value in the chunk.</summary>
internal readonly record struct BinXmlValue(byte Type, int Start, int Size)
{
    public bool IsNull => Type == BinXmlType.Null || (Size == 0 && Type is not (BinXmlType.String or BinXmlType.AnsiString));

    public bool IsArray => (Type & BinXmlType.Array) != 0;

    public int End => Start + Size;
}
