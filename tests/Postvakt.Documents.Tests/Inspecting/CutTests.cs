using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Inspecting;

/// <summary>What has more of something than is read says so, or the rest would be a place to hide in; what has as much does not.</summary>
public sealed class CutTests
{
    [Theory]
    [InlineData(16, false)]
    [InlineData(17, true)]
    public void Partitions(int count, bool isCut) => Assert.Equal(isCut, Look.At("a.img", Disk(count)).Unread().Contains("more than 16 partitions"));

    [Theory]
    [InlineData(50, false)]
    [InlineData(51, true)]
    public void MacroProjects(int count, bool isCut)
    {
        var compound = new CompoundFileWriter().Stream("WordDocument", new byte[600]);
        for (var n = 0; n < count; n++) new VbaProjectWriter().Module("M", "Sub A()\r\nEnd Sub\r\n").WriteTo(compound, $"Macros{n}");
        Assert.Equal(isCut, Look.Long("a.doc", compound.ToArray()).Unread().Contains("more than 50 macro projects"));
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(61, true)]
    public void PlacesWhereMacrosStart(int count, bool isCut)
    {
        var plan = new BookPlan();
        plan.Macros("M").Put("A1", "=RETURN()");
        for (var n = 0; n < count; n++) plan.Name($"Auto_Open{n}", "M!A1");
        Assert.Equal(isCut, Look.At("a.xlsm", WorkbookPackage.Xml(plan)).Unread().Contains("more than 60 places where macros start"));
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(501, true)]
    public void CallsThatNothingStarts(int count, bool isCut)
    {
        var plan = BookPlan.Of("=RETURN()");
        for (var n = 0; n < count; n++) plan.Sheets[0].Put($"C{n + 1}", "=EXEC(\"a\")");
        Assert.Equal(isCut, Look.At("a.xlsm", WorkbookPackage.Xml(plan)).Unread().Contains("more than 500 calls in macros that nothing starts"));
    }

    [Theory]
    [InlineData(4_999, false)]
    [InlineData(5_000, true)]
    public void Procedures(int idle, bool isCut)
    {
        var body = string.Concat(Enumerable.Range(0, idle).Select(n => $"Sub A{n}()\r\nEnd Sub\r\n")) + "Sub B()\r\nShell \"a\"\r\nEnd Sub\r\n";
        Assert.Equal(isCut, Look.Long("a.doc", new VbaProjectWriter().Module("M", body).WriteTo(new CompoundFileWriter().Stream("WordDocument", new byte[600]), "Macros").ToArray()).Unread().Contains("more procedures than are followed"));
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(65_531, true)]
    public void Relations(int count, bool isCut)
    {
        var list = new StringBuilder("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
        for (var n = 0; n < count; n++) list.Append("<Relationship Id=\"r").Append(n).Append("\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>");
        var parts = new OfficeParts("word/document.xml", OfficeParts.Word).Part("word/document.xml", OfficeParts.Body(""), OfficeParts.Word).Part("word/_rels/document.xml.rels", list.Append("</Relationships>").ToString());
        Assert.Equal(isCut, Look.Long("a.docx", parts.ToArray()).Unread().Contains("more than 65,530 relations"));
    }

    /// <summary>A table of GUID partitions (UEFI 5.3) in front of as many that hold nothing.</summary>
    private static byte[] Disk(int count)
    {
        const int Sector = 512;
        var disk = new byte[(40 + count) * Sector];
        (disk[450], disk[510], disk[511]) = (0xEE, 0x55, 0xAA);
        BinaryPrimitives.WriteInt32LittleEndian(disk.AsSpan(454), 1);
        BinaryPrimitives.WriteInt32LittleEndian(disk.AsSpan(458), -1);
        var header = disk.AsSpan(Sector);
        "EFI PART"u8.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header[72..], 2);
        BinaryPrimitives.WriteInt32LittleEndian(header[80..], 128);
        BinaryPrimitives.WriteInt32LittleEndian(header[84..], 128);
        for (var n = 0; n < count; n++)
        {
            var entry = disk.AsSpan(2 * Sector + n * 128);
            entry[0] = 1;
            BinaryPrimitives.WriteInt64LittleEndian(entry[32..], 40 + n);
            BinaryPrimitives.WriteInt64LittleEndian(entry[40..], 40 + n);
        }
        return disk;
    }
}
