using System.Buffers;
using System.Text;
using MimeKit.Text;
using Postvakt.Documents.Excel;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Scripts;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Html;

/// <summary>What is gathered from a page's tags, and what follows from it at its end.</summary>
internal sealed class Page(InspectedFile file, FileKind kind, Inspection inspection)
{
    private const int MaxText = 100_000;

    /// <summary>Attributes of one tag that are looked at; people write a dozen.</summary>
    private const int MaxAttributes = 200;

    /// <summary>Excel takes no longer formula.</summary>
    private const int MaxFormula = 8192;

    /// <summary>Files that script builds of its literals and that are taken in.</summary>
    private const int MaxBuilt = 20;
    private static readonly SearchValues<string> Sending = Words("fetch(", "xmlhttprequest", "$.ajax", "$.post", "sendbeacon", "axios");
    private static readonly SearchValues<string> Building = Words("new blob", "new file(", "createobjecturl", "mssaveoropenblob", "mssaveblob");
    private static readonly SearchValues<string> Saving = Words(".download", "createobjecturl", "mssaveoropenblob", "mssaveblob", ".click(", "window.open(", "location.href", "navigate(");
    private static readonly SearchValues<string> Acting = Words("location", "atob", "eval(", "fromcharcode", "window.open", "document.write", "createelement", "import(");
    private static readonly SearchValues<string> Moving = Words("location.href=", "location.href =", "location.replace(", "window.location=", "window.location =", "document.location");

    private readonly StringBuilder _text = new();

    /// <summary>It is opened by Excel, or lies in what is.</summary>
    private readonly bool _isTable = Names(file).Any(n => FileNameKinds.ClaimsOf(FileNameKinds.Extension(n)) is [FileKind.Xls, ..]);
    private int _built;
    private bool _asksPassword;
    private string _sendsTo = "";
    private string _savedAs = "";

    private static IEnumerable<string> Names(InspectedFile file)
    {
        for (InspectedFile? at = file; at is not null; at = at.Parent) yield return at.Name;
    }

    private static SearchValues<string> Words(params ReadOnlySpan<string> words) => SearchValues.Create(words, StringComparison.OrdinalIgnoreCase);

    public List<string> Scripts { get; } = [];

    /// <summary>Text between tags. Excel takes a cell of a page that it opens for a formula as it does one of a table.</summary>
    public void Cell(string text)
    {
        if (_isTable && text.AsSpan().TrimStart() is ['=' or '+' or '-' or '@', ..] formula && formula.Length <= MaxFormula) DdeLinks.DdeFormula(file, formula.ToString(), "cell");
        Text(text);
    }

    public void Text(string text)
    {
        if (_text.Length < MaxText && !string.IsNullOrWhiteSpace(text)) _text.Append(text).Append(' ');
    }

    public void Tag(HtmlTagToken tag, string name)
    {
        var seen = 0;
        var refreshes = name == "meta" && tag.Attributes.Take(MaxAttributes).Any(a => a.Name.Equals("http-equiv", StringComparison.OrdinalIgnoreCase) && "refresh".Equals(a.Value, StringComparison.OrdinalIgnoreCase));
        // Before the address, which may come first and hold the file itself.
        if (tag.Attributes.Take(MaxAttributes).FirstOrDefault(a => a.Name.Equals("download", StringComparison.OrdinalIgnoreCase))?.Value is { Length: > 0 } saved) _savedAs = saved;
        foreach (var attribute in tag.Attributes)
        {
            inspection.Budget.Look();
            if (++seen > MaxAttributes)
            {
                file.Find(FindingKinds.AnalysisIncomplete, $"a tag of more than {MaxAttributes} attributes", name);
                break;
            }
            var value = attribute.Value ?? "";
            var key = attribute.Name.ToLowerInvariant();
            if (value.Length == 0) continue;
            if (key.StartsWith("on", StringComparison.Ordinal)) Scripts.Add(value);
            else if (key is "href" or "src" or "action" or "formaction" or "data" or "xlink:href" or "background" or "poster" or "srcdoc") Address(name, key, value);
            else if (key is "alt" or "title" or "placeholder") Text(value);
            else if (key == "x:fmla") Cell(value);
            else if (key == "type" && name == "input" && value.Equals("password", StringComparison.OrdinalIgnoreCase)) _asksPassword = true;
            else if (key == "content" && refreshes) Refresh(value);
        }
    }

    /// <summary>An address of a tag: a link, or data that lies in the address itself (RFC 2397).</summary>
    private void Address(string tag, string attribute, string value)
    {
        var where = $"{tag} {attribute}";
        value = value.Trim();
        if (value.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) DataAddress(value, tag, where);
        else if (value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)) Scripts.Add(value[11..]);
        else if (value.Contains("://", StringComparison.Ordinal) && value.Length <= 2048)
        {
            if (attribute is "action" or "formaction") _sendsTo = value;
            if (tag is "iframe" or "frame" or "embed" or "object" && value.StartsWith("http", StringComparison.OrdinalIgnoreCase)) file.Find(FindingKinds.PageMoves, value, where);
            file.Link(value, where);
        }
        else if (attribute == "srcdoc") inspection.Open(file, "inner page", Encoding.UTF8.GetBytes(value), FileKind.Html);
    }

    private void DataAddress(string value, string tag, string where)
    {
        var comma = value.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0) return;
        var head = value.AsSpan(5, comma - 5);
        var body = value.AsSpan(comma + 1);
        var bytes = head.Contains("base64", StringComparison.OrdinalIgnoreCase) ? Base64.Decode(Uri.UnescapeDataString(body.ToString())) : Encoding.UTF8.GetBytes(Uri.UnescapeDataString(body.ToString()));
        if (bytes is null || bytes.Length == 0) return;
        inspection.Budget.Expand(bytes.Length);
        // A click on a link saves what it is under the name that the link gives.
        if (tag is not ("a" or "area") && head.StartsWith("image/", StringComparison.OrdinalIgnoreCase) && !head.Contains("svg", StringComparison.OrdinalIgnoreCase)) inspection.Picture(file, where, bytes);
        else if (tag is not ("link" or "style" or "font")) Smuggle(bytes, where);
    }

    private void Refresh(string content)
    {
        var at = content.IndexOf("url", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return;
        var target = content[(at + 3)..].Trim(' ', '=', '\'', '"');
        file.Find(FindingKinds.PageMoves, target, "meta refresh");
        file.Link(target, "meta refresh");
    }

    /// <summary>At the end: scripts are read as text, long literals in them are decoded, and what the tags said is put together.</summary>
    public void Finish()
    {
        inspection.Show(file, _text.ToString(), "text");
        var source = string.Join('\n', Scripts);
        if (kind == FileKind.Svg && source.Length > 0)
            file.Find(source.AsSpan().ContainsAny(Acting) ? FindingKinds.PictureActs : FindingKinds.PictureScript, source.Trim());
        if (source.Length > 0) ReadScript(source);
        if (_asksPassword && (_sendsTo.Length > 0 || source.AsSpan().ContainsAny(Sending))) file.Find(FindingKinds.PagePassword, _sendsTo.Length > 0 ? _sendsTo : "sent by script");
    }

    private void ReadScript(string source)
    {
        var plain = ScriptWords.Unfold(source, inspection.Budget);
        ScriptReader.Look(file, source, "script", inspection, isPage: kind is FileKind.Html or FileKind.Svg);
        var builds = plain.AsSpan().ContainsAny(Building);
        var saves = plain.AsSpan().ContainsAny(Saving);
        if (SavedName(plain) is { } name) _savedAs = name;
        var smuggled = false;
        _built = 0;
        foreach (var (bytes, where) in ScriptData.Find(plain, inspection.Budget))
        {
            smuggled |= Smuggle(bytes, where);
            // Literals that are nothing do not count: a hundred of them in front would hide the one that is a file.
            if (_built <= MaxBuilt) continue;
            file.Find(FindingKinds.AnalysisIncomplete, $"more than {MaxBuilt} files in the literals of its script");
            break;
        }
        if (builds && saves && !smuggled) file.Find(IsHarmful(_savedAs) ? FindingKinds.PageBuildsFile : FindingKinds.PageSaves, _savedAs.Length > 0 ? _savedAs : "a file built by script", "script");
        if (plain.AsSpan().ContainsAny(Moving) && UrlScan.Find(plain, 1).Count > 0)
            file.Find(FindingKinds.PageMoves, UrlScan.Find(plain, 1)[0], "script");
    }

    /// <summary>Takes in bytes that the page carries; true when they are a file that a page has no business to build.</summary>
    private bool Smuggle(byte[] bytes, string where)
    {
        var name = _savedAs.Length > 0 ? _savedAs : "built by the page";
        var told = FileSniffer.Tell(bytes, name);
        if (told is FileKind.Unknown or FileKind.Empty || !IsHarmful(name) && told is FileKind.Text or FileKind.Media or FileKind.Png or FileKind.Jpeg or FileKind.Gif or FileKind.Bmp or FileKind.Csv) return false;
        if (++_built > MaxBuilt) return false;
        if (inspection.Open(file, name, bytes) is not { } inner) return false;
        if (inner.Kind is FileKind.Html or FileKind.Svg or FileKind.Xml)
        {
            if (inner.Kind == FileKind.Html) file.Find(FindingKinds.PageHidden, "a page inside the page", where);
            return false;
        }
        var grave = RunsOnClick.Is(inner) || inner.Kind is FileKind.Zip or FileKind.SevenZip or FileKind.Rar or FileKind.Iso or FileKind.Udf or FileKind.Fat or FileKind.Vhd or FileKind.Vhdx or FileKind.Cab
            or FileKind.Docm or FileKind.Xlsm or FileKind.Xlsb or FileKind.Doc or FileKind.Xls or FileKind.OneNote or FileKind.Package;
        file.Find(grave ? FindingKinds.PageSmuggles : FindingKinds.PageBuildsFile, $"{inner.Name} ({FileKindNames.Of(inner.Kind)}, {inner.Size:N0} bytes)", where);
        return true;
    }

    /// <summary>A name whose kind runs on a click, unpacks to something that does, or holds macros.</summary>
    private static bool IsHarmful(string name) => RunsOnClick.Is(name) || FileNameKinds.Extension(name) is "zip" or "rar" or "7z" or "iso" or "img" or "vhd" or "cab" or "docm" or "xlsm" or "xlsb" or "doc" or "xls" or "one" or "gz" or "tar";

    /// <summary>The name under which script has a file saved: x.download = "name" or the second argument of msSaveOrOpenBlob.</summary>
    private static string? SavedName(string source)
    {
        foreach (var word in (ReadOnlySpan<string>)[".download", "msSaveOrOpenBlob", "saveAs(", "new File("])
        {
            var at = source.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0) continue;
            var rest = source.AsSpan(at + word.Length, Math.Min(200, source.Length - at - word.Length));
            while (rest.IndexOfAny('"', '\'') is var open && open >= 0)
            {
                var quote = rest[open];
                rest = rest[(open + 1)..];
                var close = rest.IndexOf(quote);
                if (close < 0) break;
                var name = rest[..close];
                if (name.Length is > 2 and < 120 && name.Contains('.')) return name.ToString();
                rest = rest[(close + 1)..];
            }
        }
        return null;
    }
}
