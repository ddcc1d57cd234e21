using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Outside;
using Postvakt.Documents.Tests.Building;
using Postvakt.Documents.Tests.Disks;

namespace Postvakt.Documents.Tests.Archives;

/// <summary>Spoiled archives and images: a report each, and no mistake of ours.</summary>
public sealed class ArchiveMutationTests
{
    private static readonly byte[] Note = CabReaderTests.Mixed(3000);
    private static readonly DiscFile[] Files = [new("open.lnk", Note[..300]), new("inside/data.bin", Note, Hidden: true)];

    public static TheoryData<string, int> Fixtures => new()
    {
        { "zip", 600 }, { "tar", 300 }, { "gzip", 200 }, { "cab stored", 200 }, { "cab mszip", 300 }, { "cab lzx", 400 }, { "iso", 200 }, { "udf", 300 },
        { "fat", 200 }, { "ntfs", 300 }, { "fat dynamic", 100 }, { "ntfs mbr vhdx", 40 }, { "rar 4", 100 }, { "rar 5", 100 }, { "7z", 150 }, { "lzh", 300 },
    };

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Archive_SpoiledInManyWays_IsNoMistakeOfOurs(string what, int times)
    {
        var original = Build(what);
        var random = new Random(20230307);
        using var outside = new LibraryParsers(null);
        var options = new InspectionOptions
        {
            Outside = outside,
            Passwords = ["right"],
            // Passwords of 7z cost a quarter of a million rounds each.
            Limits = new InspectionLimits { Expanded = 8 << 20, FileBytes = 2 << 20, Files = 100, Passwords = 2, Steps = 200_000 },
        };
        for (var i = 0; i < times; i++)
        {
            var inspection = new Inspection(options);
            var report = DocumentInspector.Inspect("a", Mutation.Of(original, random), inspection);
            Assert.True(inspection.Mistakes.Count == 0, $"{what}, variant {i}: {inspection.Mistakes.FirstOrDefault()}");
            Assert.NotNull(report.Root);
        }
    }

    private static byte[] Build(string what) => what switch
    {
        "zip" => new ZipMaker()
            .Add("plain.txt", Note)
            .Add("wide.txt", Note[..200], new ZipOptions { Zip64 = true })
            .Add("old.txt", Note[..300], new ZipOptions { Password = "right", Streamed = true })
            .Add("aes.txt", Note[..300], new ZipOptions { Password = "right", Aes = 2 })
            .Add("rare.txt", Note[..100], new ZipOptions { Method = 12, Packed = Note[..50] })
            .Add("inner.tgz", PackMaker.Gzip(PackMaker.Tar(PackMaker.TarEntry("a", Note)))).Build(),
        "tar" => PackMaker.Tar(PackMaker.TarEntry("a", Note), PackMaker.TarEntry("x", PackMaker.PaxRecord("path", "long"), 'x'), PackMaker.TarEntry("b", Note), PackMaker.TarEntry("L", "name\0"u8.ToArray(), 'L'), PackMaker.TarEntry("c", Note)),
        "gzip" => PackMaker.Gzip(Note, "a.bin"),
        "cab stored" => new CabMaker { Reserve = true }.Add("a.bin", Note).Add("b.bin", Note).Build(),
        "cab mszip" => new CabMaker { Method = 1 }.Add("a.bin", Note).Add("b.bin", CabReaderTests.Mixed(40_000)).Build(),
        "cab lzx" => new CabMaker { Method = 3, CallsSize = 5000 }.Add("a.bin", Note).Add("b.bin", CabReaderTests.Mixed(70_000)).Build(),
        "iso" => new DiscMaker { Trees = "ij", RockRidge = true, Loop = true }.Add(new DiscFile("a.lnk", Note)).Add(new DiscFile("b.bin", Note, Hidden: true)).Build(),
        "udf" => new DiscMaker { Trees = "u", Loop = true }.Add(new DiscFile("a.lnk", Note)).Add(new DiscFile("b.bin", Note, Hidden: true)).Build(),
        "rar 4" => RarMaker.Version4(("a.bin", Note), ("b.bin", Note)),
        "rar 5" => RarMaker.Version5("right", ("a.bin", Note)),
        "lzh" => [.. LzhMaker.Archive(1, "-lh5-", ("a.bin", Note))[..^1], .. LzhMaker.Archive(2, "-lh5-", ("b.bin", Note))],
        "7z" => PackMaker.SevenZip(("a.bin", Note), ("b.bin", Note)),
        _ => DiskReaderTests.Build(what, Files),
    };
}
