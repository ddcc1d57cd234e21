using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes Windows shortcuts ([MS-SHLLINK]).</summary>
internal static class Shortcut
{
    public static byte[] Write(string target, string arguments, uint show = 1, byte[]? behind = null)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(0x4C);
        writer.Write(new Guid("00021401-0000-0000-C000-000000000046").ToByteArray());
        writer.Write(0x2 | 0x20 | 0x80);
        writer.Write(0x20);
        writer.Write(new byte[24]);
        writer.Write(0);
        writer.Write(0);
        writer.Write(show);
        writer.Write(new byte[12]);
        var path = Encoding.Latin1.GetBytes(target + "\0");
        writer.Write(0x1C + path.Length + 1);
        writer.Write(0x1C);
        writer.Write(1);
        writer.Write(0);
        writer.Write(0x1C);
        writer.Write(0);
        writer.Write(0x1C + path.Length);
        writer.Write(path);
        writer.Write((byte)0);
        writer.Write((ushort)arguments.Length);
        writer.Write(Encoding.Unicode.GetBytes(arguments));
        writer.Write(0);
        if (behind is not null) writer.Write(behind);
        return stream.ToArray();
    }
}
