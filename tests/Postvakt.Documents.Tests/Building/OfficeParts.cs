using System.IO.Compression;
using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes Office packages from the text of their parts; content types and the root relation come by themselves.</summary>
internal sealed class OfficeParts(string mainPart, string mainType)
{
    public const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    public const string WordMacros = "application/vnd.ms-word.document.macroEnabled.main+xml";
    public const string Slides = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";

    private readonly List<(string Name, byte[] Content)> _parts = [];
    private readonly StringBuilder _types = new();
    private readonly Dictionary<string, StringBuilder> _relations = [];

    public OfficeParts Part(string name, string content, string? type = null) => Part(name, Encoding.UTF8.GetBytes(content), type);

    public OfficeParts Part(string name, byte[] content, string? type = null)
    {
        _parts.Add((name, content));
        if (type is not null) _types.Append($"<Override PartName=\"/{name}\" ContentType=\"{type}\"/>");
        return this;
    }

    public OfficeParts Relation(string part, string kind, string target, bool external = false)
    {
        var list = _relations.TryGetValue(part, out var found) ? found : _relations[part] = new StringBuilder();
        list.Append($"<Relationship Id=\"r{list.Length}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"{(external ? " TargetMode=\"External\"" : "")}/>");
        return this;
    }

    /// <summary>Body text of a Word document, with whatever runs are given.</summary>
    public static string Body(string runs) => $"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p>{runs}</w:p></w:body></w:document>";

    public byte[] ToArray()
    {
        Relation("", "officeDocument", mainPart);
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "[Content_Types].xml", Encoding.UTF8.GetBytes(
                $"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/{mainPart}\" ContentType=\"{mainType}\"/>{_types}</Types>"));
            foreach (var (name, content) in _parts) Write(zip, name, content);
            foreach (var (part, list) in _relations)
            {
                var slash = part.LastIndexOf('/') + 1;
                Write(zip, $"{part[..slash]}_rels/{part[slash..]}.rels", Encoding.UTF8.GetBytes($"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{list}</Relationships>"));
            }
        }
        return stream.ToArray();
    }

    private static void Write(ZipArchive zip, string name, byte[] content)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(content);
    }
}
