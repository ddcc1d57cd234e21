namespace Postvakt.Documents.Report;

/// <summary>A piece of code found in a file.</summary>
/// <param name="Name">Module or sheet name, with the extension that tools use for VBA (.bas, .cls, .frm).</param>
/// <param name="Stream">Where it lies: stream path in a compound file, part in a package.</param>
/// <param name="Source">VBA: the decompressed source, line ends as stored. Excel 4.0: one line a cell, "A1: =FORMULA". At most 4 Mi characters.</param>
public sealed record MacroModule(string Name, string Stream, MacroLanguage Language, string Source)
{
    /// <summary>Of a macro sheet: "visible", "hidden" or "very hidden"; else empty.</summary>
    public string Visibility { get; init; } = "";

    /// <summary>Procedures or names that start by themselves.</summary>
    public IReadOnlyList<string> EntryPoints { get; init; } = [];

    /// <summary>Strings that the code puts together from pieces, in plain text.</summary>
    public IReadOnlyList<string> Decoded { get; init; } = [];
}
