using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Scans.Metadata;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Scans;

/// <summary>
/// One file of a tree, with what rules ask of its bytes, each found when first asked for and kept. A scan is null where its kind has none of that; all of them are null where the
/// bytes were not held (<see cref="Content"/>). For one thread.
/// </summary>
public sealed class FileNode
{
    private const int MaxUrls = 500;
    private const int MaxText = 2 << 20;

    private readonly Func<Budget> _budget;
    private readonly Dictionary<string, object?> _found = new(StringComparer.Ordinal);

    internal FileNode(FileNode? parent, string name, FileKind kind, long size, ReadOnlyMemory<byte>? content, string source, InspectedFile? report, Func<Budget> budget)
    {
        (Parent, Name, Kind, Size, Content, Source, Report, _budget) = (parent, name, kind, size, content, source, report, budget);
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    public FileNode? Parent { get; }

    /// <summary>0 for the file itself.</summary>
    public int Depth { get; }

    /// <summary>Name in its container, may hold a path.</summary>
    public string Name { get; }

    public FileKind Kind { get; }

    public long Size { get; }

    /// <summary>Null where it was not held, or the file is locked: then nothing is known of it but its name.</summary>
    public ReadOnlyMemory<byte>? Content { get; }

    /// <summary>What brought it forth: archive, package, page, macro, picture; empty for the file itself.</summary>
    public string Source { get; }

    /// <summary>What the inspection found; null for a part that is no file of its own.</summary>
    public InspectedFile? Report { get; }

    /// <summary>Last extension of the name, lower case without its dot; empty when there is none.</summary>
    public string Extension => FileNameKinds.Extension(Name);

    /// <summary>By content, as file(1) names it.</summary>
    public string MediaType => FileTypes.MediaTypeOf(Kind, Bytes);

    public string Md5 => Once(nameof(Md5), () => ContentHash.Md5(Bytes))!;

    /// <summary>Lower-case hex.</summary>
    public string Sha1 => Once(nameof(Sha1), () => ContentHash.Sha1(Bytes))!;

    public string Sha256 => Report is { Sha256.Length: > 0 } known ? known.Sha256 : Once(nameof(Sha256), () => ContentHash.Sha256(Bytes))!;

    /// <summary>Shannon entropy of the bytes, 0 to 8.</summary>
    public double EntropyOfBytes => Once(nameof(EntropyOfBytes), () => (object)Entropy.Of(Bytes)) is double entropy ? entropy : 0;

    /// <summary>Printable runs of four characters and more.</summary>
    public IReadOnlyList<string> Strings => Once(nameof(Strings), () => PrintableRuns.Find(Bytes))!;

    /// <summary>Text as it is read, of other files their printable runs, one a line; at most 2 MiB of bytes are read.</summary>
    public string Raw => Once(nameof(Raw), () => IsText ? TextBytes.Decode(Bytes, MaxText) : string.Join('\n', Strings))!;

    public bool IsText => FileTypes.IsText(Kind);

    /// <summary>Names of kinds, as the public scanner of files (Strelka) calls them.</summary>
    public IReadOnlyList<string> Flavors => Once(nameof(Flavors), () => FileFlavors.Of(this))!;

    /// <summary>Tokens of a script; null for what is none.</summary>
    public ScriptTokens? Script => Once(nameof(Script), () => Kind == FileKind.JavaScript ? ScriptTokenizer.Read(TextBytes.Decode(Bytes, MaxText)) : null);

    /// <summary>Null for what is no page.</summary>
    public PageParts? Page => Once(nameof(Page), () => Kind is FileKind.Html or FileKind.Hta ? PageParts.Read(Bytes) : null);

    /// <summary>Names of elements; null for what is no XML.</summary>
    public IReadOnlyList<string>? Tags => Once(nameof(Tags), () => Kind is FileKind.Xml or FileKind.Svg or FileKind.WordXml or FileKind.ExcelXml ? XmlTags.Read(Bytes) : null);

    /// <summary>Calendars; null for what is none.</summary>
    public IReadOnlyList<CalendarComponent>? Calendars => Once(nameof(Calendars), () => IsText && (Extension is "ics" or "ical" or "vcs" || MediaType == "text/calendar") ? CalendarReader.Read(Bytes) : null);

    /// <summary>Null for what is no zip archive.</summary>
    public ZipContents? Zip => Once(nameof(Zip), () => Bytes.StartsWith("PK"u8) ? ZipContents.Read(Content ?? default, _budget()) : null);

    public FileMetadata Metadata => Once(nameof(Metadata), () => MetadataReader.Read(Kind, Content ?? default, Report, _budget()))!;

    /// <summary>Text, pictures and outside relations of an Office package; null for what is none.</summary>
    public PackageCounts? Package => Once(nameof(Package), () => FileTree.IsOfficePackage(Kind) ? PackageCounts.Read(Content ?? default, _budget()) : null);

    /// <summary>Web addresses in it: those that the inspection found, and in text those that stand there.</summary>
    public IReadOnlyList<string> Urls => Once(nameof(Urls), () => (IReadOnlyList<string>)[.. (Report?.Links.Select(l => l.Url) ?? []).Concat(IsText ? UrlScan.Find(Raw, MaxUrls) : []).Distinct(StringComparer.Ordinal).Take(MaxUrls)])!;

    /// <summary>Kinds that text or a code could be read off, had somebody eyes.</summary>
    public bool IsPicture => Kind is FileKind.Png or FileKind.Jpeg or FileKind.Gif or FileKind.Bmp or FileKind.Tiff || Kind is FileKind.Media or FileKind.Unknown && MediaType.StartsWith("image/", StringComparison.Ordinal);

    internal ReadOnlySpan<byte> Bytes => (Content ?? default).Span;

    private T? Once<T>(string name, Func<T?> find) where T : class
    {
        if (!_found.TryGetValue(name, out var found)) _found[name] = found = find();
        return (T?)found;
    }
}
