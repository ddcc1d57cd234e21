using System.Runtime.ExceptionServices;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Mail;
using Postvakt.Documents.Tests.Building;
using Postvakt.Fuzz.Documents;

namespace Postvakt.Fuzz.Targets;

/// <summary>Attachments of one family of formats: a report for any bytes, without a mistake of ours, within limits of time and memory.</summary>
internal sealed class DocumentTarget(string name, IReadOnlyList<byte[]> seeds, IReadOnlyList<string> dictionary) : ITarget
{
    private const long MaxAllocated = 1_500_000_000;

    private static readonly string[] Names = ["a", "a.doc", "a.xls", "a.zip", "a.html", "a.js", "a.csv", "a.eml", "a.pdf", "a.rtf", "a.vbs", "a.ps1", "a.bat", "a.iqy", "a.url", "a.slk", "a.xml", "a.hta", "a.wsf", "a.svg", "a.iso", "a.img", "a.tar", "a.jar", "a.mht"];

    /// <summary>Usual limits, but fewer steps and passwords, so that more is tried.</summary>
    private static readonly InspectionLimits Quick = new() { Steps = 100_000, Passwords = 2 };

    /// <summary>Limits so close that small inputs reach them.</summary>
    private static readonly InspectionLimits Tight = new() { Steps = 2_000, Passwords = 1, Depth = 2, Files = 6, Expanded = 1 << 20, FileBytes = 20_000 };

    public string Name => name;

    public IReadOnlyList<byte[]> Seeds => seeds;

    public IReadOnlyList<string> Dictionary => dictionary;

    public IReadOnlyList<byte[]> Words { get; } =
    [
        [0], [0, 0, 0, 0], [0xFF], [0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF], [0xFE, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0x80], [0x80, 0, 0, 0], [0xFF, 0x7F], [0, 0x80], [1, 0], [0, 1],
        [1, 0, 0, 0], [0, 0, 0, 1], [0, 0x10], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 1, 0], [0, 0, 0, 0x10], [0, 0xD8], [0xED, 0xA0, 0x80],
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], [(byte)'P', (byte)'K', 3, 4], [(byte)'P', (byte)'K', 1, 2], [(byte)'P', (byte)'K', 5, 6], [0x1F, 0x8B, 8, 0], [0x78, 0x9C], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF],
    ];

    /// <summary>The limit on time, and half a second for the turn that meets it and for the report.</summary>
    public TimeSpan SlowPerBlock { get; } = Quick.Time + TimeSpan.FromMilliseconds(500);

    /// <returns>Null when no family is named so.</returns>
    public static DocumentTarget? Of(string name) => name switch
    {
        "archives" => new(name, ArchiveSeeds.All(), ArchiveSeeds.Words),
        "ole" => new(name, OleSeeds.All(), OleSeeds.Words),
        "excel" => new(name, ExcelSeeds.All(), ExcelSeeds.Words),
        "ooxml" => new(name, PackageSeeds.All(), PackageSeeds.Words),
        "pages" => new(name, PageSeeds.All(), PageSeeds.Words),
        "disks" => new(name, DiskSeeds.All(), DiskSeeds.Words),
        "links" => new(name, LinkSeeds.All(), LinkSeeds.Words),
        "scans" => new(name, ScanSeeds.All(), ScanSeeds.Words),
        _ => null,
    };

    public void Take(byte[] input, int variant)
    {
        var recipe = Recipe.Read(input);
        if (variant % 37 == 20) recipe.Swell(new Random(variant + input.Length));
        var content = recipe.Pack();
        // What was put together whole is broken once more in some variants: directories, tables of sectors.
        if (variant % 3 == 0) content = Mutation.Of(content, new Random(variant * 31 + input.Length));
        if (variant % 2 == 0) Checksums.Mend(content);
        var limits = (variant % 16) switch { 0 => new InspectionLimits(), 5 or 10 => Tight, _ => Quick };
        var inspection = new Inspection(new InspectionOptions { Limits = limits, Passwords = ["right"], Keep = Scanned(variant) ? new ContentKeep() : null });

        var before = GC.GetAllocatedBytesForCurrentThread();
        var report = DocumentInspector.Inspect(variant % 7 == 6 ? Names[variant % Names.Length] : recipe.Name, content, inspection);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        if (variant % 5 == 0) _ = OutlookMail.ToMime(content, out _);
        if (inspection.Mistakes.Count > 0) ExceptionDispatchInfo.Throw(inspection.Mistakes[0]);
        Invariants.Hold(allocated < MaxAllocated, "more than 1.5 GB of memory in turn");
        ReportWalk.Check(report, limits);
        if (Scanned(variant)) ScanWalk.Check(report.Root);
    }

    /// <summary>Rules ask of what the inspection held; of other families only now and then, because it costs as much again.</summary>
    private bool Scanned(int variant) => name == "scans" || variant % 8 == 3;
}
