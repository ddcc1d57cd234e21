using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Packages;

namespace Postvakt.Documents.Excel;

/// <summary>The parts of a workbook package by what they are to each other.</summary>
internal sealed class ExcelParts(ZipFile zip, string workbookPart, Budget budget)
{
    /// <summary>Parts of a kind that are read.</summary>
    private const int MaxParts = 300;

    private readonly Dictionary<string, Relation> _byId = [];
    private IReadOnlyList<Relation>? _relations;
    private ContentTypes? _types;

    public string WorkbookPart => workbookPart;

    private IReadOnlyList<Relation> Relations
    {
        get
        {
            if (_relations is not null) return _relations;
            _relations = Packages.Relations.Read(zip, workbookPart, budget);
            foreach (var relation in _relations) _byId.TryAdd(relation.Id, relation);
            return _relations;
        }
    }

    public ReadOnlyMemory<byte>? Read(string part) => part.Length == 0 ? null : zip.Read(part);

    /// <summary>Parts that the workbook leads to, by the last word of their relation.</summary>
    public IEnumerable<Relation> Of(string kind) => Relations.Where(r => !r.External && r.Kind.Equals(kind, StringComparison.OrdinalIgnoreCase)).Take(MaxParts);

    public ZipEntry? Find(string part) => part.Length == 0 ? null : zip.Find(part);

    /// <summary>Packed content of an entry, for those who do not want all of it at once.</summary>
    public ReadOnlyMemory<byte> Packed(ZipEntry entry) => zip.Packed(entry);

    /// <summary>What a sheet is by the relation that leads to it or by the type of its part; code hides best where both differ.</summary>
    public SheetKind KindOf(Relation relation)
    {
        _types ??= ContentTypes.Read(zip, budget);
        return _types.Of(relation.Target).Contains("macrosheet", StringComparison.OrdinalIgnoreCase) ? SheetKind.MacroSheet : ByRelation(relation);
    }

    public Relation? ById(string id) => Relations.Count >= 0 ? _byId.GetValueOrDefault(id) : null;

    /// <summary>The kind of sheet by its relation: "xlMacrosheet", "xlIntlMacrosheet", "worksheet", "chartsheet", "dialogsheet".</summary>
    private static SheetKind ByRelation(Relation relation) => relation.Kind.ToUpperInvariant() switch
    {
        "XLMACROSHEET" or "XLINTLMACROSHEET" => SheetKind.MacroSheet,
        "CHARTSHEET" => SheetKind.Chart,
        "DIALOGSHEET" => SheetKind.Dialog,
        _ => SheetKind.Worksheet,
    };
}
