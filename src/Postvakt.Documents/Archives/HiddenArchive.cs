using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Archives;

/// <summary>An archive behind bytes of another kind: a picture with a zip at its end, a zip after one stray byte. Programs that unpack look for its directory, or its mark, and find it.</summary>
internal static class HiddenArchive
{
    /// <summary>Bytes in front of a mark; programs look about as far for the archive of a self-extracting program. 1 MiB.</summary>
    private const int MaxFront = 1 << 20;

    /// <param name="told">What its beginning says.</param>
    public static void Look(InspectedFile file, FileKind told, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var bytes = content.Span;
        if (bytes.Length < 22 || told == FileKind.Zip || MayHoldArchives(told) && FileNameKinds.ClaimsOf(FileNameKinds.Extension(file.Name)) is not [FileKind.Zip or FileKind.Jar or FileKind.Package, ..]) return;
        // APPNOTE 4.3.16: the end record stands in the last 65,557 bytes; without a directory in front of it these four bytes are chance.
        if (bytes[^Math.Min(bytes.Length, 66_000)..].IndexOf("PK\x05\x06"u8) >= 0 && bytes.IndexOf("PK\x01\x02"u8) >= 0)
        {
            file.Find(FindingKinds.AlsoArchive, "zip");
            ZipReader.Unpack(file, ZipFile.Open(content, inspection.Budget), inspection);
            return;
        }
        var front = bytes[..Math.Min(bytes.Length, MaxFront)];
        foreach (var (mark, name) in Marks)
        {
            if (front.IndexOf(mark) is not (> 0 and var at)) continue;
            file.Find(FindingKinds.AlsoArchive, name);
            inspection.Open(file, "archive." + name, content[at..]);
            return;
        }
    }

    /// <summary>Kinds that hold other files as they are, whose own readers find them.</summary>
    private static bool MayHoldArchives(FileKind kind) => kind is FileKind.SevenZip or FileKind.Rar or FileKind.Tar or FileKind.Gzip or FileKind.Bzip2 or FileKind.Xz or FileKind.Cab or FileKind.Arj or FileKind.Lzh or FileKind.Ace
        or FileKind.Iso or FileKind.Udf or FileKind.Fat or FileKind.Vhd or FileKind.Vhdx or FileKind.Compound or FileKind.OneNote or FileKind.Eml or FileKind.Mht or FileKind.Tnef or FileKind.ActiveMime
        or FileKind.Exe or FileKind.Dll or FileKind.Elf or FileKind.Chm;

    private static readonly (byte[] Mark, string Name)[] Marks = [([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07], "rar"), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7z")];
}
