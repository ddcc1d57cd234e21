using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Scans;
using Postvakt.Messages.Attachments;

namespace Postvakt.Rules.Files;

/// <summary>A file as rules see it: an attachment, or a file that came out of one. What is asked of its content is found when first asked for and kept.</summary>
internal sealed class RuleFile
{
    private readonly RuleMail _mail;
    private readonly InspectedFile? _inner;
    private IReadOnlyList<RuleNode>? _tree;
    private bool _isOpened;

    public RuleFile(RuleMail mail, Attachment attachment) => (_mail, Attachment, Name, Content) = (mail, attachment, attachment.Name, attachment.Content);

    /// <param name="inner">A file that the inspection of another one opened.</param>
    public RuleFile(RuleMail mail, InspectedFile inner) => (_mail, _inner, Name, Content) = (mail, inner, inner.Name, inner.Content);

    public RuleMail Mail => _mail;

    /// <summary>Null for a file that came out of another.</summary>
    public Attachment? Attachment { get; }

    public string Name { get; }

    public string Extension => Name.LastIndexOf('.') is var dot and >= 0 ? Name[(dot + 1)..].ToLowerInvariant() : "";

    /// <summary>Null where it was not held.</summary>
    public ReadOnlyMemory<byte>? Content { get; }

    /// <summary>By content; null where the content is not there and nobody told more of it than its family.</summary>
    public FileKind? Kind => (Attachment?.Document?.Root ?? _inner) is { Sha256.Length: > 0 } report && (Content is not null || report.Kind is not (FileKind.Unknown or FileKind.Text or FileKind.Media)) ? report.Kind : Content is { } content ? FileTypes.Tell(content.Span, Name) : null;

    /// <summary>The file and all in it, itself first; null where it was not opened and cannot be.</summary>
    public IReadOnlyList<RuleNode>? Tree
    {
        get
        {
            if (!_isOpened) _tree = Read();
            _isOpened = true;
            return _tree;
        }
    }

    /// <summary>There is more in the file than <see cref="Tree"/> says.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The file itself; null where <see cref="Tree"/> is, and where its bytes are not there.</summary>
    public FileNode? Node => Tree is [var first, ..] && first.Node.Content is not null ? first.Node : null;

    private IReadOnlyList<RuleNode>? Read()
    {
        var report = _inner ?? (Attachment?.Document is { } document && (Attachment.Content is not null || document.Root.Files.Count > 0) ? document.Root : Content is { } content ? _mail.Files.Open(Name, content) : null);
        if (report is null) return null;
        var nodes = FileTree.Of(report, _mail.Files.Keep, _mail.Inspection?.Clock ?? TimeProvider.System, out var isCut);
        IsCut = isCut;
        return [.. nodes.Select(n => new RuleNode(n, this))];
    }
}
