using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Packages;

/// <summary>
/// Word documents as one XML file: WordprocessingML 2003 (its macros and objects as base64 in binData) and the flat form of packages (parts in pkg:part). What is packed
/// in them goes on as files; shown text, fields and links are read.
/// </summary>
internal sealed class WordXmlReader : IFileReader
{
    private const int MaxText = 100_000;
    private const int MaxBinary = 32 << 20;

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var text = new StringBuilder();
        var field = new StringBuilder();
        var part = "part";
        try
        {
            using var xml = new PartXml(content, inspection.Budget);
            while (xml.Read())
            {
                if (xml.IsEnd && xml.Name == "p")
                {
                    text.Append('\n');
                    FieldCode.Read(file, field.ToString(), "field");
                    field.Clear();
                }
                if (!xml.IsElement) continue;
                switch (xml.Name)
                {
                    case "part":
                        part = xml.Attribute("name") ?? "part";
                        break;
                    case "binData" or "binaryData":
                        Binary(file, xml.Name == "binData" ? xml.Attribute("name") ?? "binary data" : part, xml.Text(MaxBinary), inspection);
                        break;
                    case "t" when text.Length < MaxText:
                        text.Append(xml.Text(MaxText));
                        break;
                    case "instrText" when field.Length < 8192:
                        field.Append(xml.Text(8192));
                        break;
                    case "hlink" when xml.Attribute("dest") is { } link && link.Contains("://", StringComparison.Ordinal):
                        file.Link(link, "hlink");
                        break;
                    case "Relationship" when xml.Attribute("TargetMode") == "External" && xml.Attribute("Target") is { } target:
                        Leads(file, xml.Attribute("Type") ?? "", target);
                        break;
                    case "attachedTemplate" when xml.Attribute("val") is { } template:
                        RemoteParts.Template(file, template, "attachedTemplate");
                        break;
                    default:
                        break;
                }
            }
        }
        finally
        {
            inspection.Show(file, text.ToString(), "text");
        }
    }

    private static void Leads(InspectedFile file, string type, string target)
    {
        if (type.EndsWith("/hyperlink", StringComparison.Ordinal)) file.Link(target, "relation");
        else if (type.EndsWith("/attachedTemplate", StringComparison.Ordinal)) RemoteParts.Template(file, target, "relation");
        else if (!type.EndsWith("/image", StringComparison.Ordinal)) RemoteParts.Object(file, target, "relation");
    }

    private static void Binary(InspectedFile file, string name, string base64, Inspection inspection)
    {
        if (Base64.Decode(base64) is not { Length: > 0 } bytes) return;
        inspection.Budget.Expand(bytes.Length);
        name = name[(name.LastIndexOf('/') + 1)..];
        if (FileSniffer.Tell(bytes, name) is (FileKind.Png or FileKind.Jpeg or FileKind.Gif or FileKind.Emf) and var picture && OtherFaces.Of(picture, bytes, name).Count == 0) inspection.Picture(file, name, bytes);
        else inspection.Open(file, name, bytes);
    }
}
