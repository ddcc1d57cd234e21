using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Archives;

public sealed class LzhReaderTests
{
    private static InspectedFile Inspect(byte[] archive)
    {
        var inspection = new Inspection(Patient.Options);
        var root = DocumentInspector.Inspect("a.lzh", archive, inspection).Root;
        Assert.Empty(inspection.Mistakes);
        return root;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    [Theory]
    [InlineData(0, "-lh0-")]
    [InlineData(0, "-lh5-")]
    [InlineData(1, "-lh5-")]
    [InlineData(2, "-lh5-")]
    public void Archive_OfEachLevel_GivesItsFiles(int level, string method)
    {
        var (one, two) = (CabReaderTests.Mixed(700), CabReaderTests.Mixed(50_000));
        var root = Inspect(LzhMaker.Archive(level, method, ("one.bin", one), ("two.bin", two)));
        Assert.Equal(FileKind.Lzh, root.Kind);
        Assert.Equal([("one.bin", Hash(one)), ("two.bin", Hash(two))], root.Files.Select(f => (f.Name, f.Sha256)));
    }

    [Fact]
    public void File_PackedByARareMethod_IsListedAsUnread()
    {
        var file = Assert.Single(Inspect(LzhMaker.Archive(1, "-lh1-", ("one.bin", CabReaderTests.Mixed(100)))).Files);
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.AnalysisIncomplete && f.Text.Contains("-lh1-"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Archive_CutAnywhere_IsAReport(int level)
    {
        var archive = LzhMaker.Archive(level, "-lh5-", ("one.bin", CabReaderTests.Mixed(700)), ("two.bin", CabReaderTests.Mixed(700)));
        for (var length = 8; length < archive.Length; length += 5) Inspect(archive[..length]);
    }
}
