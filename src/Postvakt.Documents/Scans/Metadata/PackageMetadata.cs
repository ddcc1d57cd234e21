using System.Text.Encodings.Web;
using System.Text.Json;
using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Packages;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Scans.Metadata;

/// <summary>Properties of Office packages (ECMA-376 part 1, 22.2 and 22.3; part 2, 11) and of the first entry of any zip.</summary>
internal static class PackageMetadata
{
    private const int MaxText = 1_000;
    private const int MaxTitles = 100;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["title"] = "Title", ["subject"] = "Subject", ["creator"] = "Creator", ["keywords"] = "Keywords", ["description"] = "Description", ["lastModifiedBy"] = "LastModifiedBy", ["revision"] = "RevisionNumber",
        ["created"] = "CreateDate", ["modified"] = "ModifyDate", ["lastPrinted"] = "LastPrinted", ["category"] = "Category", ["TotalTime"] = "TotalEditTime", ["HyperlinksChanged"] = "HyperlinksChanged",
    };

    private static readonly HashSet<string> Same = new(StringComparer.Ordinal) { "Template", "Pages", "Words", "Characters", "Lines", "Paragraphs", "Slides", "Notes", "Application", "AppVersion", "Company", "Manager", "PresentationFormat", "DocSecurity" };

    public static void Read(FileMetadata metadata, ReadOnlyMemory<byte> content, Budget budget)
    {
        var zip = ZipFile.Open(content, budget);
        foreach (var part in (ReadOnlySpan<string>)["docProps/core.xml", "docProps/app.xml"])
        {
            if (zip.Read(part) is { } bytes) Elements(metadata, bytes, budget);
        }
        if (zip.Read("docProps/custom.xml") is { } custom) Custom(metadata, custom, budget);
    }

    /// <summary>What stands first in an archive: APPNOTE 4.3.7.</summary>
    public static void Archive(FileMetadata metadata, FileKind kind, ReadOnlyMemory<byte> content, InspectedFile? report, Budget budget)
    {
        if (kind is FileKind.Rar or FileKind.SevenZip && report?.Files is [var inner, ..]) metadata.Add("ArchivedFileName", inner.Name);
        if (!content.Span.StartsWith("PK"u8) || ZipContents.Read(content, budget)?.First is not { } first) return;
        metadata.Add("ZipFileName", first.Name);
        metadata.Add("ZipUncompressedSize", first.Size);
        metadata.Add("ZipCompressedSize", first.Packed);
        metadata.Add("ZipBitFlag", first.Flags);
    }

    private static void Elements(FileMetadata metadata, ReadOnlyMemory<byte> part, Budget budget)
    {
        using var xml = new PartXml(part, budget);
        while (xml.Read())
        {
            if (!xml.IsElement) continue;
            var name = xml.Name;
            if (name is "TitlesOfParts" or "HLinks") metadata.Add(name == "HLinks" ? "Hyperlinks" : name, List(xml));
            else if (Names.TryGetValue(name, out var key)) metadata.Add(key, xml.Text(MaxText));
            else if (Same.Contains(name)) metadata.Add(name, xml.Text(MaxText));
        }
    }

    /// <summary>One text as it is, several as a JSON array.</summary>
    private static string? List(PartXml xml)
    {
        var (texts, depth) = (new List<string>(), xml.Depth);
        if (xml.IsEmpty) return null;
        while (xml.Read() && !(xml.IsEnd && xml.Depth == depth))
        {
            if (xml.IsElement && xml.Name is "lpstr" or "lpwstr" && xml.IsElement && texts.Count < MaxTitles) texts.Add(xml.Text(MaxText));
        }
        return texts.Count switch { 0 => null, 1 => texts[0], _ => JsonSerializer.Serialize(texts, Json) };
    }

    /// <summary>22.3: properties that somebody named; ExifTool puts a mark before names that begin with none of its letters.</summary>
    private static void Custom(FileMetadata metadata, ReadOnlyMemory<byte> part, Budget budget)
    {
        using var xml = new PartXml(part, budget);
        while (xml.Read())
        {
            if (!xml.IsElement || xml.Name != "property" || xml.Attribute("name") is not { Length: > 0 } name) continue;
            var key = new string([.. name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')]);
            if (key.Length > 0) metadata.Add(char.IsAsciiLetter(key[0]) ? key : "Tag" + key, xml.Text(MaxText));
        }
    }
}
