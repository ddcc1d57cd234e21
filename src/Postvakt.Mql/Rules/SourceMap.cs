using Postvakt.Mql.Syntax;

namespace Postvakt.Mql.Rules;

/// <summary>Leads from a place in a rule's source to its place in the file.</summary>
/// <param name="Line">Line of the file in which the source's first line stands.</param>
/// <param name="Column">Added to a column of the first line.</param>
/// <param name="Indent">Added to a column of any other line.</param>
internal sealed record SourceMap(int Line, int Column, int Indent)
{
    public (int Line, int Column) Of(Place place) => (Line + place.Line - 1, place.Column + (place.Line == 1 ? Column : Indent));

    /// <summary>A block begins in the line after its mark, each line indented as its first; anything else begins where it stands.</summary>
    public static SourceMap For(Yaml source, string file)
    {
        if (!source.IsBlock) return new(source.Line, source.Column - 1, 0);
        var at = 0;
        for (var line = 1; line <= source.Line && at >= 0; line++) at = file.IndexOf('\n', at) is var end and >= 0 ? end + 1 : -1;
        var indent = 0;
        for (var i = at; i >= 0 && i < file.Length && file[i] is ' ' or '\n' or '\r'; i++) indent = file[i] == ' ' ? indent + 1 : 0;
        return new(source.Line + 1, indent, indent);
    }
}
