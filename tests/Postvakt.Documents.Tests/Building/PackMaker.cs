using System.Text;
using SharpCompress.Common;
using SharpCompress.Writers.SevenZip;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Smaller archives: 7z, gzip, tar.</summary>
internal static class PackMaker
{
    public static byte[] SevenZip(params (string Name, byte[] Content)[] files)
    {
        using var into = new MemoryStream();
        using (var writer = new SevenZipWriter(into, new SevenZipWriterOptions { CompressionType = CompressionType.LZMA, LeaveStreamOpen = true }))
        {
            foreach (var (name, content) in files) writer.Write(name, new MemoryStream(content), null);
        }
        return into.ToArray();
    }

    /// <param name="name">Stored in the header; null: none.</param>
    public static byte[] Gzip(byte[] content, string? name = null)
    {
        byte[] size = [(byte)content.Length, (byte)(content.Length >> 8), (byte)(content.Length >> 16), (byte)(content.Length >> 24)];
        byte[] head = name is null ? [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] : [0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3, .. Encoding.Latin1.GetBytes(name), 0];
        return [.. head, .. ZipMaker.Deflate(content), .. BitConverter.GetBytes(ZipMaker.Checksum(content)), .. size];
    }

    public static byte[] Tar(params byte[][] entries) => [.. entries.SelectMany(e => e), .. new byte[1024]];

    /// <param name="stated">Size in the header in place of the true one.</param>
    public static byte[] TarEntry(string name, byte[] content, char kind = '0', string prefix = "", long? stated = null)
    {
        var head = new byte[512];
        void Put(int at, string text) => Encoding.UTF8.GetBytes(text).CopyTo(head, at);

        Put(0, name);
        Put(100, "0000644\0");
        Put(124, Convert.ToString(stated ?? content.Length, 8).PadLeft(11, '0') + "\0");
        Put(136, "00000000000\0");
        Put(148, "        ");
        head[156] = (byte)kind;
        Put(257, "ustar\0" + "00");
        Put(345, prefix);
        Put(148, Convert.ToString(head.Sum(b => b), 8).PadLeft(6, '0') + "\0 ");
        return [.. head, .. content, .. new byte[(512 - content.Length % 512) % 512]];
    }

    public static byte[] PaxRecord(string key, string value)
    {
        var rest = $" {key}={value}\n";
        var bytes = Encoding.UTF8.GetByteCount(rest);
        var length = bytes + 1;
        while ($"{length}".Length + bytes != length) length++;
        return Encoding.UTF8.GetBytes($"{length}{rest}");
    }
}
