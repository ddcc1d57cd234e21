using System.IO.Compression;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Archives;

public sealed class HiddenArchiveTests
{
    private static byte[] Zip()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("run.js").Open();
            entry.Write("var a = 1;"u8);
        }
        return stream.ToArray();
    }

    [Theory]
    [InlineData("invoice.zip", new byte[] { 0 })]
    [InlineData("photo.gif", new byte[] { (byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'9', (byte)'a', 0, 0 })]
    [InlineData("notes.txt", new byte[] { (byte)'h', (byte)'i', 10 })]
    public void Zip_BehindOtherBytes_IsUnpacked(string name, byte[] front)
    {
        var file = Look.At(name, [.. front, .. Zip()]);
        Assert.True(file.Has(FindingKinds.AlsoArchive));
        Assert.Contains(file.Files, f => f.Name == "run.js");
    }

    [Fact]
    public void Text_WithTheMarkOfAZip_IsText() => Assert.Empty(Look.At("notes.txt", "A zip ends with PK\u0005\u0006 and then some.").Findings);
}
