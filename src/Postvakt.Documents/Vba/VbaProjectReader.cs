using System.Buffers;
using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Vba;

/// <summary>Reads VBA projects in compound files: [MS-OVBA] 2.2. A storage with a dir or a _VBA_PROJECT stream is one, under whatever name.</summary>
internal static class VbaProjectReader
{
    /// <summary>Projects of one file: each document has one.</summary>
    private const int MaxProjects = 50;

    /// <summary>A vbaProject.bin: its modules and what they do go to the file that holds it.</summary>
    /// <param name="partName">Name of the part; empty when the compound file is the file itself.</param>
    public static void Read(InspectedFile file, CompoundFile project, string partName, Inspection inspection)
    {
        foreach (var folder in Few(file, Folders(project))) ReadProject(file, project, folder, partName, inspection);
    }

    /// <summary>The projects of an old document, without those of documents embedded in it.</summary>
    public static void ReadAll(InspectedFile file, CompoundFile compound, Inspection inspection)
    {
        foreach (var folder in Few(file, Folders(compound).Where(f => !IsInDocument(compound, f)))) ReadProject(file, compound, folder, "", inspection);
    }

    private static List<string> Few(InspectedFile file, IEnumerable<string> folders)
    {
        var few = folders.Take(MaxProjects + 1).ToList();
        if (few.Count <= MaxProjects) return few;
        file.Find(FindingKinds.AnalysisIncomplete, $"more than {MaxProjects} macro projects");
        return few[..MaxProjects];
    }

    public static bool Holds(CompoundFile compound) => Folders(compound).Any();

    private static IEnumerable<string> Folders(CompoundFile compound) => compound.Entries
        .Where(e => e.IsStream && (e.Name.Equals("_VBA_PROJECT", StringComparison.OrdinalIgnoreCase) || e.Name.Equals("dir", StringComparison.OrdinalIgnoreCase)))
        .Select(e => e.Folder).Distinct();

    /// <summary>True when a storage above it is a document of its own.</summary>
    private static bool IsInDocument(CompoundFile compound, string folder)
    {
        while (folder.Length > 0)
        {
            if (compound.Has(folder + "/WordDocument") || compound.Has(folder + "/Workbook") || compound.Has(folder + "/Book") || compound.Has(folder + "/PowerPoint Document")) return true;
            folder = folder.LastIndexOf('/') is var slash && slash >= 0 ? folder[..slash] : "";
        }
        return false;
    }

    private static void ReadProject(InspectedFile file, CompoundFile compound, string folder, string partName, Inspection inspection)
    {
        var dir = ReadDir(compound, In(folder, "dir"), inspection.Budget);
        var home = folder.LastIndexOf('/') is var slash && slash >= 0 ? folder[..slash] : "";
        var text = VbaProjectText.Read(compound.Find(In(home, "PROJECT")) is { } project ? compound.View(project).Span : default, dir.CodePage);
        file.Property("VBA protection", text.Protection);
        if (compound.Find(In(folder, "dir")) is { Hidden: true }) file.Find(FindingKinds.HiddenStream, "dir");
        var modules = new List<VbaModule>();
        foreach (var entry in dir.Modules)
        {
            if (ReadModule(compound, folder, entry, text, dir.CodePage, partName, inspection.Budget) is { } module) modules.Add(module);
        }
        if (modules.Count == 0) SearchModules(compound, folder, text, dir.CodePage, partName, modules, inspection.Budget);
        var cache = compound.Find(In(folder, "_VBA_PROJECT")) is { IsStream: true } cached ? compound.View(cached) : default;
        var forms = VbaForms.Read(compound, home, inspection.Budget);
        if (forms.Cut) file.Find(FindingKinds.AnalysisIncomplete, "more forms, or longer ones, than are read", home);
        VbaAnalysis.Read(file, modules, cache, forms, inspection);
    }

    private static VbaDir ReadDir(CompoundFile compound, string path, Budget budget)
    {
        if (compound.Find(path) is not { IsStream: true } entry) return new VbaDir();
        var packed = compound.View(entry).Span;
        var bound = OvbaCompression.Bound(packed);
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(bound, 1));
        try
        {
            var count = bound == 0 ? 0 : OvbaCompression.Unpack(packed, buffer.AsSpan(0, bound));
            budget.Expand(count);
            return VbaDir.Read(buffer.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static VbaModule? ReadModule(CompoundFile compound, string folder, VbaModuleEntry entry, VbaProjectText text, int codePage, string partName, Budget budget)
    {
        if (compound.Find(In(folder, entry.StreamName)) is not { IsStream: true } stream) return null;
        budget.Look();
        var bytes = compound.View(stream);
        var at = entry.Offset < bytes.Length && OvbaCompression.Bound(bytes.Span[(int)entry.Offset..]) > 0 ? (int)entry.Offset : VbaSource.Search(bytes.Span);
        var source = at < 0 ? "" : VbaSource.Unpack(bytes.Span[at..], codePage, budget);
        var extension = text.ExtensionOf(entry.Name) ?? text.ExtensionOf(entry.NarrowName) ?? (entry.IsProcedural ? "bas" : "cls");
        return new VbaModule(entry.Name, extension, In(partName, stream.Path), source, at < 0 ? bytes : bytes[..at], codePage);
    }

    /// <summary>Without a dir stream that can be read, every stream beside it is searched for source.</summary>
    private static void SearchModules(CompoundFile compound, string folder, VbaProjectText text, int codePage, string partName, List<VbaModule> modules, Budget budget)
    {
        foreach (var entry in compound.Entries)
        {
            if (entry.IsStorage || entry.Folder != folder || entry.Size > 16 << 20) continue;
            budget.Look();
            var bytes = compound.View(entry);
            if (VbaSource.Search(bytes.Span) is var at && at < 0) continue;
            modules.Add(new VbaModule(entry.Name, text.ExtensionOf(entry.Name) ?? "vba", In(partName, entry.Path), VbaSource.Unpack(bytes.Span[at..], codePage, budget), bytes[..at], codePage));
        }
    }

    private static string In(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
