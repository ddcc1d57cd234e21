using Postvakt.Documents.Outside;
using Postvakt.Documents.Scans;
using Postvakt.Mql;

namespace Postvakt.Rules.Files;

/// <summary>One file of an opened tree. Lists that rules ask for again and again are made once.</summary>
internal sealed class RuleNode(FileNode node, RuleFile file)
{
    /// <summary>Why nothing is known of a file's bytes.</summary>
    public const string NoContent = "file.content";

    private readonly Dictionary<string, MqlValue> _known = new(StringComparer.Ordinal);
    private CodeAnswer? _codes;
    private bool _looked;

    public FileNode Node => node;

    public RuleFile File => file;

    /// <summary>Codes in the picture; null where it could not be looked at.</summary>
    public CodeAnswer? Codes
    {
        get
        {
            if (!_looked && node.IsPicture && node.Content is { } picture) _codes = file.Mail.Files.Codes(picture);
            _looked = true;
            return _codes;
        }
    }

    /// <summary>A value that is made once.</summary>
    public MqlValue Once(string name, Func<FileNode, MqlValue> make)
    {
        if (!_known.TryGetValue(name, out var known)) _known[name] = known = make(node);
        return known;
    }
}
