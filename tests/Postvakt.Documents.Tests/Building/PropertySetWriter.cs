namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes a property set of one section ([MS-OLEPS] 2.21) with texts by number.</summary>
internal static class PropertySetWriter
{
    public static byte[] Write(short codePage, params (int Id, string Text)[] properties)
    {
        var values = new MemoryStream();
        var places = new List<(int Id, int At)>();
        var head = 8 + 8 * (properties.Length + 1);
        places.Add((1, head));
        values.Write([2, 0, 0, 0, (byte)codePage, (byte)(codePage >> 8), 0, 0]);
        foreach (var (id, text) in properties)
        {
            places.Add((id, head + (int)values.Length));
            var bytes = Postvakt.Documents.Bytes.CodePages.Get((ushort)codePage).GetBytes(text + "\0");
            values.Write([0x1E, 0, 0, 0]);
            values.Write(BitConverter.GetBytes(bytes.Length));
            values.Write(bytes);
            values.Write(new byte[(4 - bytes.Length % 4) % 4]);
        }
        var section = new MemoryStream();
        section.Write(BitConverter.GetBytes(head + (int)values.Length));
        section.Write(BitConverter.GetBytes(places.Count));
        foreach (var (id, at) in places)
        {
            section.Write(BitConverter.GetBytes(id));
            section.Write(BitConverter.GetBytes(at));
        }
        return [0xFE, 0xFF, 0, 0, .. new byte[4], .. new byte[16], 1, 0, 0, 0, .. new byte[16], 48, 0, 0, 0, .. section.ToArray(), .. values.ToArray()];
    }
}
