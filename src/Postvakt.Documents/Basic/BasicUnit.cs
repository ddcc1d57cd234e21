namespace Postvakt.Documents.Basic;

/// <summary>One module or script, parsed.</summary>
/// <param name="name">For people, with extension.</param>
internal sealed class BasicUnit(string name, string source)
{
    private List<int>? _lines;

    public string Name { get; } = name;

    public string Source { get; } = source;

    /// <summary>It has more procedures than are kept.</summary>
    public bool IsCut { get; set; }

    public List<BasicProcedure> Procedures { get; } = [];

    /// <summary>Statements outside of procedures: declarations in VBA, the program itself in a script.</summary>
    public List<BasicStatement> Outside { get; } = [];

    public Dictionary<string, BasicLibraryFunction> LibraryFunctions { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of procedures as written, for finding what starts by itself without parsing bodies.</summary>
    public List<string> Titles { get; } = [];

    /// <summary>Web addresses in strings.</summary>
    public List<(string Url, int Line)> Urls { get; } = [];

    /// <summary>Strings that code of this unit puts together, in the order of their making.</summary>
    public List<string> Decoded { get; } = [];

    /// <summary>A line of the source without blanks around it, at most 160 characters.</summary>
    public string Line(int number)
    {
        _lines ??= Starts();
        if (number < 1 || number > _lines.Count) return "";
        var at = _lines[number - 1];
        var end = Source.AsSpan(at).IndexOfAny('\r', '\n');
        var text = (end < 0 ? Source.AsSpan(at) : Source.AsSpan(at, end)).Trim();
        return text.Length > 160 ? string.Concat(text[..159], "…") : text.ToString();
    }

    private List<int> Starts()
    {
        var starts = new List<int> { 0 };
        for (var at = 0; Source.AsSpan(at).IndexOfAny('\r', '\n') is var next && next >= 0;)
        {
            at += next;
            at += Source[at] == '\r' && at + 1 < Source.Length && Source[at + 1] == '\n' ? 2 : 1;
            starts.Add(at);
        }
        return starts;
    }
}
