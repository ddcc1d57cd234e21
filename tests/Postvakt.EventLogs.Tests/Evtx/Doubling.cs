using System.Buffers.Binary;
using System.Text;
using Postvakt.Samples.EventLogs;

namespace Postvakt.EventLogs.Tests.Evtx;

/// <summary>A file whose one record holds a template which uses its value twice, and the value is the same template again, and so on.</summary>
internal static class Doubling
{
    private const byte Marker = 0xEE;

    public static byte[] File(int levels)
    {
        // How long it gets is known only when it is made; where it stands, once there is room for it.
        var length = Level(0, 0, levels, isFirst: true).Length;
        var file = EvtxWriter.File(new EvtxEvent("p", 1) { UserData = "u", Data = [("a", EvtxValue.BinXml([.. Enumerable.Repeat(Marker, length)]))] });
        var place = file.AsSpan().IndexOf([.. Enumerable.Repeat(Marker, length)]);
        var at = place - 4096;
        Level(at, at + 14, levels, isFirst: true).CopyTo(file, place);
        EvtxChecksums.Mend(file);
        return file;
    }

    /// <param name="at">Where it begins in the chunk.</param>
    /// <param name="template">Where the template stands.</param>
    private static byte[] Level(int at, int template, int left, bool isFirst)
    {
        var bytes = new List<byte> { 0x0F, 1, 1, 0, 0x0C, 1, 0, 0, 0, 0 };
        bytes.AddRange(BitConverter.GetBytes(template));
        if (isFirst) bytes.AddRange(Template(template));
        bytes.AddRange(BitConverter.GetBytes(1));
        var value = left == 0 ? EvtxValue.Text("x").Bytes : Level(at + bytes.Count + 4, template, left - 1, isFirst: false);
        bytes.AddRange([(byte)value.Length, (byte)(value.Length >> 8), (byte)(left == 0 ? 1 : 0x21), 0]);
        bytes.AddRange(value);
        bytes.Add(0);
        return [.. bytes];
    }

    /// <summary>Two elements b that each hold the value.</summary>
    private static byte[] Template(int at)
    {
        var bytes = new List<byte>(new byte[24]) { 0x0F, 1, 1, 0 };
        for (var n = 0; n < 2; n++)
        {
            bytes.AddRange([0x01, 0xFF, 0xFF, 0, 0, 0, 0]);
            bytes.AddRange(BitConverter.GetBytes(at + bytes.Count + 4));
            bytes.AddRange([0, 0, 0, 0, 0, 0, 1, 0, .. Encoding.Unicode.GetBytes("b\0")]);
            bytes.AddRange([0x02, 0x0D, 0, 0, 0x21, 0x04]);
        }
        bytes.Add(0);
        byte[] all = [.. bytes];
        BinaryPrimitives.WriteInt32LittleEndian(all.AsSpan(20), all.Length - 24);
        return all;
    }
}
