using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Compound;

/// <summary>Objects embedded in a compound file, wherever their storages lie (ObjectPool in Word, MBD… in Excel, the root of an oleObject.bin).</summary>
internal static class EmbeddedObjects
{
    private const string Native = "\x01Ole10Native";

    public static void Read(InspectedFile file, CompoundFile compound, Inspection inspection)
    {
        foreach (var entry in compound.Entries)
        {
            if (entry.IsStorage) continue;
            if (entry.Name.Equals(Native, StringComparison.OrdinalIgnoreCase)) ReadNative(file, compound.View(entry), entry.Folder, inspection);
            // [MS-OLEDS] 2.3: an embedded Office package lies whole in "Package", documents of other programs in "CONTENTS".
            else if (entry.Name is "Package" or "EmbeddedOdf" || entry.Name.Equals("CONTENTS", StringComparison.OrdinalIgnoreCase)) Open(file, NameOf(entry.Folder, entry.Name), compound.View(entry), inspection);
            else if (entry.Folder.Length > 0 && entry.Name is "WordDocument" or "Workbook" or "Book" or "PowerPoint Document" && compound.Find(entry.Folder) is { IsStorage: true } storage)
                ReadDocument(file, compound, storage, inspection);
        }
    }

    private static void ReadNative(InspectedFile file, ReadOnlyMemory<byte> stream, string folder, Inspection inspection)
    {
        if (OlePackage.Read(stream) is { } package) OpenPackage(file, package, inspection);
        // Native data of another program: looked at only where it is a file of a kind that we know.
        else if (stream.Length > 4 && FileSniffer.Tell(stream.Span[4..], "") is not (FileKind.Unknown or FileKind.Text or FileKind.Empty)) Open(file, NameOf(folder, "native"), stream[4..], inspection);
    }

    /// <summary>A file that a double click on its icon starts.</summary>
    public static void OpenPackage(InspectedFile file, OlePackage package, Inspection inspection)
    {
        // Windows starts it by the name in its source path; the label is what people see.
        var name = package.Source.Length > 0 && FileNameKinds.Extension(package.Source).Length > 0 ? package.Source[(package.Source.LastIndexOfAny(['\\', '/']) + 1)..] : package.Label;
        if (Open(file, name.Length > 0 ? name : "package", package.Content, inspection) is { } inner) Judge(file, inner, package.Label);
    }

    private static void Judge(InspectedFile file, InspectedFile inner, string label)
    {
        var text = inner.Name == label ? label : $"{label} is {inner.Name}";
        if (RunsOnClick.Is(inner)) file.Find(FindingKinds.EmbeddedCode, text);
    }

    private static InspectedFile? Open(InspectedFile file, string name, ReadOnlyMemory<byte> content, Inspection inspection) => content.IsEmpty ? null : inspection.Open(file, name, content);

    /// <summary>A document in a storage has no bytes of its own in one piece: it is read where it lies.</summary>
    private static void ReadDocument(InspectedFile file, CompoundFile compound, CompoundEntry storage, Inspection inspection)
    {
        if (file.Depth + 1 > inspection.Budget.Limits.Depth || file.Files.Any(f => f.Name == storage.Path)) return;
        inspection.Budget.File();
        var inner = new InspectedFile(file, storage.Path, 0, FileKind.Compound, "");
        file.Add(inner);
        try
        {
            CompoundReader.Read(inner, compound.Within(storage), inspection, embedded: true);
        }
        catch (MalformedException e)
        {
            inner.Find(FindingKinds.AnalysisIncomplete, "broken: " + e.Message);
        }
    }

    private static string NameOf(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
