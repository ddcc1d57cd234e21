using System.Text;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Fuzz.Documents;

internal static class ArchiveSeeds
{
    public static IReadOnlyList<string> Words { get; } =
    [
        "\n\u001f+", "zip a.zip", "../", "/", "\\", "C:\\", "a.lnk", "a.js", "a.pdf.exe", "\u202e", "[Content_Types].xml", "mimetype", "encrypted.txt", "PK\u0003\u0004", "PK\u0001\u0002", "PK\u0005\u0006", "PK\u0006\u0006", "PK\u0006\u0007", "PK\u0007\b",
        "\u0001\0\u0010\0", "\u0001\u0099", "up", "ustar\0", "ustar  \0", "path=", "linkpath=", "size=9999999999\n", "30 mtime=1\n", "7777777777\0", "-lh5-", "-lh0-", "-lh1-", "-lh7-", "-lhd-", "-lzs-", "MSCF", "CK", "\u0003\u000f", "\u0003\u0015", "MZ", "#!", "<html>", "%PDF-",
    ];

    /// <summary>Letters with some order: neither empty nor random when packed.</summary>
    public static byte[] Letters(int count)
    {
        var letters = new byte[count];
        for (var i = 0; i < count; i++) letters[i] = (byte)("the quick brown fox "[i % 20] + (i * i / 97 % 11 == 0 ? i % 7 : 0));
        return letters;
    }

    public static IReadOnlyList<byte[]> All()
    {
        var (note, script) = (Letters(2_500), Encoding.ASCII.GetBytes("WScript.Echo(1); var a = 'https://a.example/x';"));
        var inner = ZipMaker.Of("inner.txt", note[..300]);
        return
        [
            Recipe.Raw("a.zip", new ZipMaker().Add("plain.txt", note).Add("stored.js", script, new ZipOptions { Method = 0 }).Add("inner.zip", inner, new ZipOptions { Method = 0 })
                .Add("wide.txt", note[..200], new ZipOptions { Zip64 = true }).Add("streamed.txt", note[..200], new ZipOptions { Streamed = true }).Build()),
            Recipe.Raw("a.zip", new ZipMaker { Prefix = [.. "MZ"u8, .. new byte[60]] }.Add("a.txt", note[..200], new ZipOptions { HeaderName = "b.exe", HeaderMethod = 0 }).Add("u.txt", script, new ZipOptions { Unlisted = true }).Build()),
            Recipe.Raw("locked.zip", new ZipMaker().Add("old.txt", note[..300], new ZipOptions { Password = "right", Streamed = true }).Add("old.js", script, new ZipOptions { Password = "right" })
                .Add("aes.txt", note[..300], new ZipOptions { Password = "right", Aes = 3 }).Add("aes1.txt", script, new ZipOptions { Password = "right", Aes = 1, AesVersion = 1 }).Build()),
            Recipe.Raw("rare.zip", new ZipMaker().Add("bz.txt", note[..100], new ZipOptions { Method = 12, Packed = note[..50] }).Add("lz.txt", note[..100], new ZipOptions { Method = 14, Packed = note[..50] })
                .Add("d64.txt", note[..100], new ZipOptions { Method = 9, Packed = ZipMaker.Deflate(note[..100]) }).Build()),
            Recipe.Raw("loose.zip", new ZipMaker { WithoutDirectory = true }.Add("a.txt", note[..200]).Add("b.js", script).Build()),
            Recipe.Raw("shared.zip", new ZipMaker { ShareData = true }.Add("a.txt", note[..200]).Add("b.txt", note[..200]).Add("c.txt", note[..200]).Build()),
            new Recipe("zip", "bill.zip").Part("bill.js", script).Part("folder/readme.txt", "the password is: 1234").Part("inner.zip", inner).Part("bill.pdf.lnk", Shortcut.Write(@"C:\Windows\System32\cmd.exe", "/c dir")).ToArray(),
            Recipe.Raw("a.tar", PackMaker.Tar(PackMaker.TarEntry("a", note[..700]), PackMaker.TarEntry("x", PackMaker.PaxRecord("path", "long"), 'x'), PackMaker.TarEntry("b.js", script), PackMaker.TarEntry("L", "name\0"u8.ToArray(), 'L'),
                PackMaker.TarEntry("c", inner, prefix: "p"), PackMaker.TarEntry("link", [], '2'))),
            Recipe.Raw("a.tgz", PackMaker.Gzip(PackMaker.Tar(PackMaker.TarEntry("a.js", script)), "a.tar")),
            Recipe.Raw("a.gz", PackMaker.Gzip(note)),
            Recipe.Raw("a.cab", new CabMaker { Reserve = true }.Add("a.bin", note).Add("b.js", script).Build()),
            Recipe.Raw("a.cab", new CabMaker { Method = 1 }.Add("a.bin", note).Add("b.bin", Letters(40_000)).Build()),
            Recipe.Raw("a.cab", new CabMaker { Method = 3, CallsSize = 5000 }.Add("a.bin", note).Add("b.js", script).Build()),
            Recipe.Raw("a.cab", new CabMaker { Method = 3 }.Add("a.bin", Letters(70_000)).Build()),
            Recipe.Raw("a.lzh", LzhMaker.Archive(0, "-lh5-", ("a.txt", note), ("b.js", script))),
            Recipe.Raw("a.lzh", LzhMaker.Archive(1, "-lh0-", ("a.txt", note[..200]), ("b.js", script))),
            Recipe.Raw("a.lzh", LzhMaker.Archive(2, "-lh5-", ("a.txt", note), ("b.js", script))),
        ];
    }
}
