using System.Text;
using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Packages;

/// <summary>Text that a reader of Word and PowerPoint packages sees, and of drawings in all three: paragraphs, text boxes, word art, alternative text; and fields.</summary>
internal static class PackageText
{
    private const int MaxText = 100_000;
    private const int MaxParts = 200;

    private static readonly string[] Shown =
        ["document.main", "template.main", "documentMacro", "macroEnabled", "header+xml", "footer+xml", "slide+xml", "notesSlide+xml", "drawing+xml", "footnotes+xml", "endnotes+xml", "comments+xml", "diagramData+xml"];

    public static void Read(InspectedFile file, ZipFile zip, ContentTypes types, Inspection inspection)
    {
        var parts = 0;
        var shows = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            if (!entry.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && !entry.Name.EndsWith(".vml", StringComparison.OrdinalIgnoreCase)) continue;
            var type = types.Of(entry.Name.TrimStart('/'));
            if (!shows.TryGetValue(type, out var isShown)) shows[type] = isShown = IsShown(type);
            if (!isShown) continue;
            if (++parts > MaxParts)
            {
                file.Find(FindingKinds.AnalysisIncomplete, $"more than {MaxParts} parts with text");
                return;
            }
            ReadPart(file, zip.Read(entry), entry.Name, inspection);
        }
    }

    private static bool IsShown(string type) => !type.Contains("sheet", StringComparison.OrdinalIgnoreCase)
        && (Shown.Any(s => type.Contains(s, StringComparison.OrdinalIgnoreCase)) || type.EndsWith("vmlDrawing", StringComparison.OrdinalIgnoreCase));

    private static void ReadPart(InspectedFile file, ReadOnlyMemory<byte> part, string name, Inspection inspection)
    {
        var text = new StringBuilder();
        var fields = new Fields(file, name);
        try
        {
            using var xml = new PartXml(part, inspection.Budget);
            // Text ends at its limit; fields and links are looked for to the end, because filling in front would hide them.
            while (xml.Read())
            {
                if (xml.IsElement) Element(xml, text, fields);
                else if (xml.IsEnd && xml.Name == "p" && text.Length < MaxText) text.Append('\n');
            }
        }
        catch (MalformedException e) when (text.Length > 0)
        {
            file.Find(FindingKinds.AnalysisIncomplete, DocumentFinding.Broken + e.Message, name);
        }
        catch (LimitException e) when (e.IsLocal)
        {
            file.Find(FindingKinds.AnalysisIncomplete, e.Message, name);
        }
        finally
        {
            fields.Finish();
            inspection.Show(file, text.ToString(), name);
        }
    }

    private static void Element(PartXml xml, StringBuilder text, Fields fields)
    {
        switch (xml.Name)
        {
            case "t" when text.Length < MaxText:
                text.Append(xml.Text(MaxText));
                break;
            case "tab" or "br" when text.Length < MaxText:
                text.Append(' ');
                break;
            case "instrText" or "delInstrText":
                fields.Code(xml.Text(8192));
                break;
            case "fldChar":
                fields.Mark(xml.Attribute("fldCharType") ?? "");
                break;
            case "fldSimple":
                fields.Whole(xml.Attribute("instr") ?? "");
                break;
            case "docPr" or "cNvPr" when text.Length < MaxText:
                foreach (var attribute in (ReadOnlySpan<string>)["descr", "title"])
                {
                    if (xml.Attribute(attribute) is { Length: > 0 } alternative) text.Append(alternative).Append('\n');
                }
                break;
            case "textpath" when text.Length < MaxText:
                text.Append(xml.Attribute("string")).Append('\n');
                break;
            case "hlinkClick" or "hlinkHover" or "hlinkMouseOver" when xml.Attribute("action") is { Length: > 0 } action && !action.Contains("hlinkshowjump", StringComparison.Ordinal):
                fields.Action(action);
                break;
            default:
                break;
        }
    }

    /// <summary>Puts the code of a field together: it is spread over runs, between its begin and its separator (ECMA-376 part 1, 17.16.18).</summary>
    private sealed class Fields(InspectedFile file, string part)
    {
        private readonly StringBuilder _code = new();
        private int _open;

        public void Mark(string type)
        {
            if (type == "begin") _open++;
            if (type is "separate" or "end" && _open > 0)
            {
                if (type == "end") _open--;
                // A nested field's result becomes part of the outer code, so only the outermost is closed.
                if (_open <= 1) Finish();
            }
        }

        public void Code(string text)
        {
            if (_code.Length < 16_384) _code.Append(text);
        }

        public void Whole(string code)
        {
            FieldCode.Read(file, code, part);
        }

        public void Action(string action)
        {
            if (action.StartsWith("ppaction://program", StringComparison.OrdinalIgnoreCase)) file.Find(FindingKinds.EmbeddedCode, action, part);
        }

        public void Finish()
        {
            if (_code.Length > 0) Whole(_code.ToString());
            _code.Clear();
        }
    }
}
