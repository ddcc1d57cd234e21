using Postvakt.Documents.Kinds;
using Postvakt.Documents.Scans;
using Postvakt.Documents.Scans.Metadata;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules.Files;

/// <summary>What <c>file.explode</c> says of each file of a tree. A scan that the kind of a file has nothing of is null; of bytes that were not held, it is missing.</summary>
internal sealed class ExplodeBinding
{
    private const string Type = "ExplodedFile";

    /// <summary>What a rule lacks that was stopped; a rule that counts and lacks it leaves the mail undetermined.</summary>
    private const string Budget = "budget";

    private readonly Dictionary<string, MqlAccessor> _fields;

    private ExplodeBinding(Dictionary<string, MqlAccessor> fields) => _fields = fields;

    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        var binding = new ExplodeBinding(fields);
        binding.Outside();
        binding.Bytes();
        binding.Metadata();
        binding.Archives();
        binding.Texts();
        binding.Office();
        CalendarBinding.Bind(fields);
    }

    /// <param name="isCut">There are more: a sender must not hide a part behind a thousand others, so that a rule finds none of them right is not known.</param>
    public static MqlValue Tree(IReadOnlyList<RuleNode> nodes, bool isCut) => isCut ? MqlValue.Of(MqlArray.Open(nodes.Select(MqlValue.Of), [MqlValue.Of(Rest.One)], Budget)) : List(nodes, MqlValue.Of);

    private void Outside()
    {
        Node("depth", n => MqlValue.Of((long)n.Node.Depth));
        Node("size", n => MqlValue.Of(n.Node.Size));
        Node("file_name", n => MessageModel.Text(n.Node.Name));
        Node("file_extension", n => MessageModel.Text(n.Node.Extension));
        Node("source", n => MessageModel.Text(n.Node.Source));
        Node("flavors", MqlValue.Of);
        Node("scan", MqlValue.Of);
        Of("flavors.mime", n => MqlValue.Of(n.MediaType));
        Of("flavors.yara", n => Texts(n.Flavors));
    }

    private void Bytes()
    {
        Scan("entropy", _ => true);
        Of("scan.entropy.entropy", n => MqlValue.Of(n.EntropyOfBytes));
        Scan("hash", _ => true);
        Of("scan.hash.md5", n => MqlValue.Of(n.Md5));
        Of("scan.hash.sha1", n => MqlValue.Of(n.Sha1));
        Of("scan.hash.sha256", n => MqlValue.Of(n.Sha256));
        Scan("strings", _ => true);
        Of("scan.strings.strings", n => Texts(n.Strings));
        Of("scan.strings.raw", n => MessageModel.Text(n.Raw));
        Scan("url", n => n.IsText || n.Urls.Count > 0);
        Of("scan.url.urls", n => Urls(n.Urls));
        Scan("pdf", n => n.Kind == FileKind.Pdf);
        Of("scan.pdf.urls", n => Urls(n.Report?.Links.Select(l => l.Url) ?? []));
        // Names of the operator's rules: without any, nothing is known, which is not the same as no match.
        Node("scan.yara", n => n.Node.Report?.YaraRules is null ? MqlValue.Missing("yara") : MqlValue.Of(n));
        Of("scan.yara.matches", n => List(n.Report!.YaraRules!, r => MqlValue.Of(new RuleText(r))));
        Inside("scan.yara.matches.name", MqlValue.Of);
        // Nobody here reads pictures; what could not hold one has no such text.
        Node("scan.ocr", n => n.Node.Content is not null && !CanShowPicture(n.Node) ? MqlValue.Null : MqlValue.Missing("scan.ocr"));
        Node("scan.qr", Codes);
        Inside("scan.qr.data", MqlValue.Of);
        Inside("scan.qr.type", t => MqlValue.Of(CodeBinding.TypeOf(t)));
        Inside("scan.qr.url", CodeBinding.UrlOf);
    }

    private static bool CanShowPicture(FileNode node) => node.IsPicture || node.Kind == FileKind.Pdf || node.Package is not null;

    /// <summary>The first code of a picture. Pages of a paper are not drawn, so of a paper nothing is known.</summary>
    private static MqlValue Codes(RuleNode node)
    {
        if (node.Node.Content is null || node.Node.Kind == FileKind.Pdf) return MqlValue.Missing("scan.qr");
        if (!node.Node.IsPicture) return MqlValue.Null;
        return node.Codes is not { } codes ? MqlValue.Missing("scan.qr") : codes.Texts is [var first, ..] ? MqlValue.Of(new RuleText(first)) : MqlValue.Null;
    }

    private void Metadata()
    {
        Scan("exiftool", _ => true);
        foreach (var (field, key) in (ReadOnlySpan<(string, string)>)
            [("creator", "Creator"), ("producer", "Producer"), ("title", "Title"), ("create_date", "CreateDate"), ("modify_date", "ModifyDate"), ("linearized", "Linearized"), ("pdf_version", "PDFVersion"), ("zip_file_name", "ZipFileName"),
            ("command_line_arguments", "CommandLineArguments"), ("relative_path", "RelativePath"), ("local_base_path", "LocalBasePath")])
            Of("scan.exiftool." + field, n => MessageModel.Text(n.Metadata[key]));
        foreach (var (field, key) in (ReadOnlySpan<(string, string)>)
            [("page_count", "PageCount"), ("image_height", "ImageHeight"), ("image_width", "ImageWidth"), ("zip_uncompressed_size", "ZipUncompressedSize"), ("zip_compressed_size", "ZipCompressedSize"), ("zip_bit_flag", "ZipBitFlag")])
            Of("scan.exiftool." + field, n => Number(n.Metadata.Number(key)));
        Of("scan.exiftool.fields", n => Pairs(n.Metadata));
        Pair(_fields, $"{Type}.scan.exiftool.fields");
    }

    private void Archives()
    {
        Scan("zip", n => n.Zip is not null);
        Of("scan.zip.all_paths", n => Texts(n.Zip!.Paths));
        Of("scan.zip.attempted_files", n => Texts(n.Zip!.Files));
        Of("scan.zip.encrypted", n => MqlValue.Of(n.Zip!.Encrypted));
        Scan("encrypted_zip", n => n.Zip is { Encrypted: true });
        Of("scan.encrypted_zip.cracked_password", n => MessageModel.Text(n.Report?.Password ?? n.Report?.Files.Select(f => f.Password).FirstOrDefault(p => p is not null)));
    }

    private void Texts()
    {
        Scan("html", n => n.Page is not null);
        Of("scan.html.title", n => MessageModel.Text(n.Page!.Title));
        Of("scan.html.hyperlinks", n => Texts(n.Page!.Links));
        Of("scan.html.scripts", n => List(n.Page!.Scripts, MqlValue.Of));
        Of("scan.html.spans", n => List(n.Page!.SpanStyles, s => MqlValue.Of(new RuleText(s))));
        Script("language", s => MessageModel.Text(s.Language));
        Script("type", s => MessageModel.Text(s.Type));
        Inside("scan.html.spans.style", MqlValue.Of);
        Scan("javascript", n => n.Script is not null);
        Of("scan.javascript.identifiers", n => Texts(n.Script!.Identifiers));
        Of("scan.javascript.keywords", n => Texts(n.Script!.Keywords));
        Of("scan.javascript.strings", n => Texts(n.Script!.Texts));
        Of("scan.javascript.regular_expressions", n => Texts(n.Script!.Patterns));
        Scan("xml", n => n.Tags is not null);
        Of("scan.xml.tags", n => Texts(n.Tags!));

        void Script(string name, Func<PageScript, MqlValue> read) => _fields[$"{Type}.scan.html.scripts.{name}"] = owner => owner is PageScript script ? read(script) : MqlValue.Missing("scan.html");
    }

    private void Office()
    {
        Scan("docx", n => n.Kind is FileKind.Docx or FileKind.Docm && n.Package is not null);
        Scan("pptx", n => n.Kind is FileKind.Pptx or FileKind.Pptm && n.Package is not null);
        foreach (var scan in (ReadOnlySpan<string>)["scan.docx.", "scan.pptx."])
        {
            Of(scan + "image_count", n => MqlValue.Of((long)n.Package!.Images));
            Of(scan + "word_count", n => MqlValue.Of((long)n.Package!.Words));
            Of(scan + "author", n => MessageModel.Text(n.Metadata["Creator"]));
            Of(scan + "title", n => MessageModel.Text(n.Metadata["Title"]));
            Of(scan + "subject", n => MessageModel.Text(n.Metadata["Subject"]));
        }
        Of("scan.pptx.slide_count", n => MqlValue.Of((long)n.Package!.Slides));
        Scan("vba", MacroText.HasBasic);
        Of("scan.vba.auto_exec", n => Texts(MacroText.Starts(n)));
        Of("scan.vba.hex", n => Texts(MacroText.Hexadecimal(n)));
    }

    private void Node(string name, Func<RuleNode, MqlValue> read) => _fields[$"{Type}.{name}"] = owner => owner is RuleNode node ? read(node) : MqlValue.Missing(Budget);

    /// <summary>A scan: null where a file has nothing for it.</summary>
    private void Scan(string name, Func<FileNode, bool> has) => Node("scan." + name, n => n.Node.Content is null ? MqlValue.Missing(RuleNode.NoContent) : n.Once(name, f => has(f) ? MqlValue.Of(n) : MqlValue.Null));

    /// <summary>What the bytes of a file say; made once.</summary>
    private void Of(string name, Func<FileNode, MqlValue> read) => Node(name, n => n.Node.Content is null ? MqlValue.Missing(RuleNode.NoContent) : n.Once(name, read));

    private void Inside(string name, Func<string, MqlValue> read) => _fields[$"{Type}.{name}"] = owner => owner is RuleText text ? read(text.Text) : MqlValue.Missing(name);

    internal static MqlValue List<T>(IEnumerable<T> items, Func<T, MqlValue> of) => MqlValue.Of(new MqlArray([.. items.Select(of)]));

    internal static MqlValue Texts(IEnumerable<string> texts) => List(texts, MqlValue.Of);

    /// <summary>Web addresses only: what a mail program or a telephone opens is no URL to rules.</summary>
    internal static MqlValue Urls(IEnumerable<string> urls) => List(urls.Where(u => u.Contains("://", StringComparison.Ordinal) || u.StartsWith("www.", StringComparison.OrdinalIgnoreCase)).Select(RuleUrl.Of).OfType<RuleUrl>(), u => MqlValue.Of(u));

    internal static MqlValue Number(long? number) => number is { } known ? MqlValue.Of(known) : MqlValue.Null;

    internal static MqlValue Pairs(FileMetadata metadata) => List(metadata.Fields, f => MqlValue.Of((object)f));

    internal static void Pair(Dictionary<string, MqlAccessor> fields, string list)
    {
        fields[list + ".key"] = owner => owner is MetadataField field ? MqlValue.Of(field.Key) : MqlValue.Missing(list);
        fields[list + ".value"] = owner => owner is MetadataField field ? MqlValue.Of(field.Value) : MqlValue.Missing(list);
    }

    /// <summary>Stands for all files behind the last one that is listed.</summary>
    private sealed class Rest
    {
        public static readonly Rest One = new();
    }
}
