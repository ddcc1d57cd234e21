using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Packages;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Archives;

/// <summary>Unpacks zip archives; packages go through their own door.</summary>
internal sealed class ZipReader : IFileReader
{
    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var zip = ZipFile.Open(content, inspection.Budget);
        if (IsPackage(zip)) PackageDoor.Read(file, zip, inspection);
        else Unpack(file, zip, inspection);
    }

    /// <summary>Opens every entry as a file of its own.</summary>
    /// <param name="onlyLocked">Those alone that need a password.</param>
    public static void Unpack(InspectedFile file, ZipFile zip, Inspection inspection, bool onlyLocked = false)
    {
        ZipFaces.Look(file, zip);
        var inner = new InnerFiles(file, inspection);
        var door = new ZipLock(file, zip, inspection);
        foreach (var entry in zip.Entries.Concat(zip.Directory.Unlisted))
        {
            if (entry.IsFolder || onlyLocked && !entry.Encrypted) continue;
            inner.Room();
            try
            {
                if (Content(entry, zip, door, inspection) is { } plain)
                {
                    inner.Open(entry.Name, plain, entry.Size);
                    continue;
                }
                file.Locked = true;
                file.Find(FindingKinds.Locked, entry.Masked ? "its list of files is locked as well" : entry.Strong ? "PKWARE strong encryption" : "no password fits");
                inner.Locked(entry.Name, entry.Size);
            }
            catch (MalformedException e)
            {
                inner.Unread(entry.Name, entry.Size, e.Message);
            }
        }
        if (zip.Directory.Cut) file.Find(FindingKinds.AnalysisIncomplete, "more entries than are looked at");
    }

    /// <summary>By what the directory says; where that fails and the local header says otherwise, by the header. Null: locked.</summary>
    private static ReadOnlyMemory<byte>? Content(ZipEntry entry, ZipFile zip, ZipLock door, Inspection inspection)
    {
        ReadOnlyMemory<byte>? Read(ZipEntry by) => by.Encrypted ? door.Open(by) : RareMethods.Unpack(zip, by.Method, zip.Packed(by), by, inspection);

        var other = zip.Directory.HeaderOf(entry) is { } header && (header.Encrypted != entry.Encrypted || header.Method != entry.Method)
            ? entry with { Flags = header.Flags, Method = header.Method, Extra = header.Extra }
            : null;
        try
        {
            return Read(entry) ?? (other is null ? null : Read(other));
        }
        catch (MalformedException) when (other is not null)
        {
            return Read(other);
        }
    }

    /// <summary>OPC 6.2.2: a package has content types. ODF 1.3 part 2, 3.3: its first entry is "mimetype". JAR: it has a manifest.</summary>
    private static bool IsPackage(ZipFile zip) => zip.Find("[Content_Types].xml") is not null || zip.Find("META-INF/MANIFEST.MF") is not null || zip.Entries[0].Name == "mimetype";
}
