using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Basic;

/// <summary>The modules of a project, or one script, as one program.</summary>
internal sealed class BasicProgram
{
    private readonly Dictionary<string, BasicProcedure> _procedures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BasicLibraryFunction> _libraryFunctions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unitNames = new(StringComparer.OrdinalIgnoreCase);

    private BasicProgram(IReadOnlyList<BasicUnit> units, BasicNames names) => (Units, Names) = (units, names);

    public IReadOnlyList<BasicUnit> Units { get; }

    public BasicNames Names { get; }

    /// <summary>False when nothing in it could act: then only the names of its procedures and its addresses are known.</summary>
    public bool Acts { get; private set; }

    /// <summary>Values of controls on forms: "form.control.property" in lower case.</summary>
    public Dictionary<string, string> FormValues { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Properties of the document, as macros read them.</summary>
    public IReadOnlyDictionary<string, string> DocumentProperties { get; init; } = new Dictionary<string, string>();

    public static BasicProgram Parse(IReadOnlyList<BasicUnit> units, Budget budget, IReadOnlyDictionary<string, string> properties)
    {
        var program = new BasicProgram(units, new BasicNames()) { DocumentProperties = properties };
        var skims = units.Select(u => BasicSkim.Read(u.Source)).ToList();
        program.Acts = skims.Exists(s => s.Acts);
        for (var i = 0; i < units.Count; i++)
        {
            var unit = units[i];
            unit.Titles.AddRange(skims[i].Titles);
            unit.Urls.AddRange(skims[i].Urls);
            if (program.Acts) BasicParser.Parse(unit, BasicLexer.Cut(unit.Source, program.Names, budget), budget);
            program._unitNames.Add(unit.Name.LastIndexOf('.') is var dot && dot > 0 ? unit.Name[..dot] : unit.Name);
            foreach (var procedure in unit.Procedures) program._procedures.TryAdd(procedure.Name, procedure);
            foreach (var (name, function) in unit.LibraryFunctions) program._libraryFunctions.TryAdd(name, function);
        }
        return program;
    }

    public BasicProcedure? Procedure(string name) => _procedures.GetValueOrDefault(name);

    public BasicLibraryFunction? LibraryFunction(string name) => _libraryFunctions.GetValueOrDefault(name);

    public bool IsUnit(string name) => _unitNames.Contains(name);
}
