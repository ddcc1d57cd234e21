using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Disks;

/// <summary>
/// Takes in what a volume holds. A double-clicked image shows as a drive without mark-of-the-web, so the usual attack is a shortcut that shows and a library or
/// script beside it that does not.
/// </summary>
internal sealed class DiskTree(InspectedFile image, Inspection inspection)
{
    /// <summary>Folders inside each other; deeper than Windows would follow a path.</summary>
    public const int MaxDepth = 64;

    /// <summary>Windows hides these itself.</summary>
    private static readonly string[] Usual = ["System Volume Information", "$RECYCLE.BIN", "RECYCLER", "Thumbs.db", "desktop.ini", "IndexerVolumeGuid", "WPSettings.dat"];

    private readonly InnerFiles _inner = new(image, inspection);
    private readonly List<string> _hidden = [];
    private string? _shortcut;

    /// <param name="hidden">The file itself, or a folder above it.</param>
    /// <param name="content">Fills a span from the file's beginning.</param>
    public void File(string path, bool hidden, long size, FillContent content)
    {
        _inner.Room();
        Note(path, hidden);
        try
        {
            var kept = (int)Math.Min(Math.Max(size, 0), Math.Min(inspection.Budget.Limits.FileBytes, inspection.Budget.ExpandedLeft));
            inspection.Budget.Expand(kept);
            var bytes = new byte[kept];
            content(bytes);
            _inner.Open(path, bytes, size);
        }
        catch (MalformedException e)
        {
            _inner.Unread(path, size, e.Message);
        }
    }

    public void Unread(string path, bool hidden, long size, string why)
    {
        Note(path, hidden);
        _inner.Unread(path, size, why);
    }

    /// <summary>Notes a folder of which not all is read.</summary>
    public void Cut(string path) => image.Find(FindingKinds.AnalysisIncomplete, $"{path}: a folder larger or deeper than is read");

    /// <summary>Says what is hidden; to be called once, behind the last file.</summary>
    public void Done()
    {
        if (_shortcut is not null && _hidden.Count > 0) image.Find(FindingKinds.HiddenBesideShortcut, $"{_shortcut} shows; hidden: {string.Join(", ", _hidden.Take(5))}");
        foreach (var path in _hidden) image.Find(FindingKinds.HiddenFile, path);
    }

    private void Note(string path, bool hidden)
    {
        if (!hidden)
        {
            if (FileNameKinds.Extension(path) == "lnk") _shortcut ??= path;
            return;
        }
        foreach (var part in path.Split('/'))
        {
            if (Usual.Contains(part, StringComparer.OrdinalIgnoreCase)) return;
        }
        if (_hidden.Count < 100) _hidden.Add(path);
    }
}
