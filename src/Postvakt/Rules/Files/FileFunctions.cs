using System.Text;
using System.Text.Unicode;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Scans;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules.Files;

/// <summary>The functions <c>file.*</c> and <c>beta.parse_exif</c>.</summary>
internal static class FileFunctions
{
    /// <summary>Mails inside each other that are read. 3.</summary>
    private const int MaxDepth = 3;

    /// <summary>Bytes of a file that are read as text. 2 MiB, as of its strings.</summary>
    private const int MaxText = 2 << 20;

    private static readonly string[] UsualEncodings = ["ascii", "utf8", "utf16-le"];

    public static void Bind(Dictionary<string, MqlAccessor> fields, Dictionary<string, MqlFunction> functions)
    {
        functions["file.explode"] = (_, arguments) => arguments[0].Object is RuleFile { Tree: { } tree } file ? ExplodeBinding.Tree(tree, file.IsCut) : MqlValue.Missing("file.explode");
        functions["file.expand_archives"] = (_, arguments) => arguments[0].Object is RuleFile { Tree: not null } file ? MqlValue.Of(new Expanded(file)) : MqlValue.Missing("file.expand_archives");
        fields["ExpandedArchive.files"] = owner => owner is Expanded expanded ? ExplodeBinding.List(expanded.Files, MqlValue.Of) : MqlValue.Missing("file.expand_archives");
        functions["file.parse_eml"] = (_, arguments) => arguments[0].Object is RuleFile file ? Mail(file) : MqlValue.Missing("file.parse_eml");
        functions["file.parse_text"] = (_, arguments) => arguments[0].Object is RuleFile { Content: { } content } ? Text(content.Span, arguments.Length > 1 ? arguments[1].Array : null) : MqlValue.Missing("file.parse_text");
        fields["ParsedText.text"] = Before(fields, "ParsedText.text", owner => owner is RuleText text ? MqlValue.Of(text.Text) : null);
        functions["beta.parse_exif"] = (_, arguments) => arguments[0].Object is not RuleFile { Tree: not null } file ? MqlValue.Missing("beta.parse_exif") : file.Node is { } node ? MqlValue.Of(node) : MqlValue.Missing(RuleNode.NoContent);
        Exif(fields);
        functions["file.parse_html"] = (_, arguments) => arguments[0].Object is not RuleFile { Tree: not null } file ? MqlValue.Missing("file.parse_html")
            : file.Node is not { } node ? MqlValue.Missing(RuleNode.NoContent) : node.IsText ? MqlValue.Of(new FilePage(node.Raw)) : MqlValue.Null;
        fields["HTML.raw"] = Before(fields, "HTML.raw", owner => owner is FilePage page ? MqlValue.Of(page.Raw) : null);
        fields["HTML.display_text"] = Before(fields, "HTML.display_text", owner => owner is FilePage page ? MessageModel.Text(page.Shown) : null);
        fields["HTML.inner_text"] = Before(fields, "HTML.inner_text", owner => owner is FilePage page ? MessageModel.Text(page.Shown) : null);
        fields["HTML.links"] = Before(fields, "HTML.links", owner => owner is FilePage page ? ExplodeBinding.List(page.Links, MqlValue.Of) : null);
    }

    /// <summary>Answers for objects of ours, and leaves the others to who answered before.</summary>
    private static MqlAccessor Before(Dictionary<string, MqlAccessor> fields, string name, Func<object, MqlValue?> read)
    {
        var before = fields.GetValueOrDefault(name);
        return owner => read(owner) ?? before?.Invoke(owner) ?? MqlValue.Missing(name);
    }

    private static void Exif(Dictionary<string, MqlAccessor> fields)
    {
        foreach (var (field, key, other) in (ReadOnlySpan<(string, string, string)>)[("author", "Author", "Artist"), ("creator", "Creator", "Creator"), ("producer", "Producer", "Producer"), ("title", "Title", "Title")])
            Of(field, n => MessageModel.Text(n.Metadata[key] ?? n.Metadata[other]));
        foreach (var (field, key) in (ReadOnlySpan<(string, string)>)[("image_height", "ImageHeight"), ("image_width", "ImageWidth"), ("page_count", "PageCount")]) Of(field, n => ExplodeBinding.Number(n.Metadata.Number(key)));
        Of("fields", n => ExplodeBinding.Pairs(n.Metadata));
        ExplodeBinding.Pair(fields, "Exif.fields");

        void Of(string name, Func<FileNode, MqlValue> read) => fields["Exif." + name] = owner => owner is FileNode node ? read(node) : MqlValue.Missing("beta.parse_exif");
    }

    private static MqlValue Mail(RuleFile file)
    {
        if (file.Content is not { } content || file.Mail.Depth >= MaxDepth || file.Kind == FileKind.Msg || !file.Mail.Files.MayRead) return MqlValue.Missing("file.parse_eml");
        if (file.Kind is not (FileKind.Eml or FileKind.Mht) && file.Extension != "eml" && file.Attachment?.MediaType != "message/rfc822") return MqlValue.Null;
        return file.Mail.Files.Read(content) is { } mail ? MqlValue.Of(mail) : MqlValue.Null;
    }

    /// <summary>Null where none of the encodings fits.</summary>
    private static MqlValue Text(ReadOnlySpan<byte> bytes, MqlArray? encodings)
    {
        if (bytes.Length > MaxText) bytes = bytes[..MaxText];
        for (var i = 0; i < (encodings?.Count ?? UsualEncodings.Length); i++)
        {
            var text = (encodings is null ? UsualEncodings[i] : encodings[i].Text) switch
            {
                "ascii" => Ascii.IsValid(bytes) && !bytes.Contains((byte)0) ? Encoding.ASCII.GetString(bytes) : null,
                "utf8" or "utf-8" => (Utf8.IsValid(bytes) || bytes.Length == MaxText) && !bytes.Contains((byte)0) ? Encoding.UTF8.GetString(bytes is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : bytes) : null,
                "utf16-le" or "utf-16-le" or "utf16" => bytes is [0xFF, 0xFE, .. var marked] ? Encoding.Unicode.GetString(marked) : bytes is [not 0, 0, not 0, 0, ..] ? Encoding.Unicode.GetString(bytes) : null,
                _ => null,
            };
            if (text is not null) return MqlValue.Of(new RuleText(text));
        }
        return MqlValue.Null;
    }

    /// <summary>Files that came out of an archive, and out of archives in it.</summary>
    private sealed class Expanded(RuleFile archive)
    {
        private IReadOnlyList<RuleFile>? _files;

        public IReadOnlyList<RuleFile> Files => _files ??= [.. archive.Tree!.Where(n => n.Node.Source == "archive" && n.Node.Report is not null).Select(n => new RuleFile(archive.Mail, n.Node.Report!))];
    }
}
