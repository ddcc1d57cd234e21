using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;

namespace Postvakt.Documents.Packages;

/// <summary>What each part of a package says it is (ECMA-376 part 2, 10.1.2).</summary>
internal sealed class ContentTypes
{
    private const int MaxTypes = 10_000;

    private readonly Dictionary<string, string> _byPart = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _byExtension = new(StringComparer.OrdinalIgnoreCase);

    public static ContentTypes Read(ZipFile zip, Budget budget)
    {
        var types = new ContentTypes();
        if (zip.Read("[Content_Types].xml") is not { } part) return types;
        using var xml = new PartXml(part, budget);
        for (var n = 0; n < MaxTypes && xml.Read(); n++)
        {
            if (!xml.IsElement || xml.Attribute("ContentType") is not { } type) continue;
            if (xml.Attribute("PartName") is { } name) types._byPart.TryAdd(name.TrimStart('/'), type);
            else if (xml.Attribute("Extension") is { } extension) types._byExtension.TryAdd(extension, type);
        }
        return types;
    }

    public string Of(string part) =>
        _byPart.TryGetValue(part, out var type) ? type : _byExtension.GetValueOrDefault(part[(part.LastIndexOf('.') + 1)..]) ?? "";

    /// <summary>What a package is, by the type of its main part; templates and add-ins count as their documents.</summary>
    public static FileKind KindOf(string type)
    {
        var macros = type.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase);
        if (type.Contains("sheet.binary", StringComparison.OrdinalIgnoreCase)) return FileKind.Xlsb;
        if (type.Contains("wordprocessingml", StringComparison.OrdinalIgnoreCase) || type.Contains("ms-word", StringComparison.OrdinalIgnoreCase)) return macros ? FileKind.Docm : FileKind.Docx;
        if (type.Contains("spreadsheetml", StringComparison.OrdinalIgnoreCase) || type.Contains("ms-excel", StringComparison.OrdinalIgnoreCase)) return macros ? FileKind.Xlsm : FileKind.Xlsx;
        if (type.Contains("presentationml", StringComparison.OrdinalIgnoreCase) || type.Contains("ms-powerpoint", StringComparison.OrdinalIgnoreCase)) return macros ? FileKind.Pptm : FileKind.Pptx;
        return FileKind.Package;
    }
}
