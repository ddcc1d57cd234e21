using Postvakt.Documents.Kinds;

namespace Postvakt.Documents.Report;

/// <summary>One file and what was found in it; files inside it follow as a tree.</summary>
public sealed class InspectedFile
{
    /// <summary>Findings of one kind that a file keeps; the rest is counted by nobody.</summary>
    private const int MaxAlike = 20;

    /// <summary>Effects of one kind: hundreds of harmless ones must not crowd out the one that matters.</summary>
    private const int MaxEffects = 60;

    private const int MaxModules = 500;
    private const int MaxLinks = 500;
    private const int MaxPictures = 100;
    private const int MaxProperties = 40;

    private readonly List<InspectedFile> _files = [];
    private readonly List<DocumentFinding> _findings = [];
    private readonly List<Effect> _effects = [];
    private readonly List<MacroModule> _modules = [];
    private readonly List<Picture> _pictures = [];
    private readonly List<(string Url, string Where)> _links = [];
    private readonly Dictionary<string, string> _properties = [];

    internal InspectedFile(InspectedFile? parent, string name, long size, FileKind kind, string sha256)
    {
        (Parent, Name, Size, Kind, Sha256) = (parent, name.Length > 255 ? name[..255] : name, size, kind, sha256);
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    public InspectedFile? Parent { get; }

    /// <summary>Name in its container, as found; may hold a path. At most 255 characters.</summary>
    public string Name { get; }

    public int Depth { get; }

    /// <summary>Names from the outermost file to this one, joined by " » ".</summary>
    public string Path => Parent is null ? Name : $"{Parent.Path} » {Name}";

    /// <summary>Bytes as they were read.</summary>
    public long Size { get; }

    /// <summary>By content.</summary>
    public FileKind Kind { get; internal set; }

    /// <summary>Lower-case hex; empty where the bytes never were ours to hash.</summary>
    public string Sha256 { get; }

    /// <summary>The bytes, where they were to be held and there was room (<see cref="Inspecting.ContentKeep"/>); else null.</summary>
    public ReadOnlyMemory<byte>? Content { get; internal set; }

    /// <summary>Names of the operator's YARA rules that match; null where none were applied, or not to the end.</summary>
    public IReadOnlyList<string>? YaraRules { get; internal set; }

    /// <summary>Needs a password that we do not have.</summary>
    public bool Locked { get; internal set; }

    /// <summary>The password that opened it; null when none was needed.</summary>
    public string? Password { get; internal set; }

    public IReadOnlyList<InspectedFile> Files => _files;

    public IReadOnlyList<DocumentFinding> Findings => _findings;

    public IReadOnlyList<Effect> Effects => _effects;

    public IReadOnlyList<MacroModule> Modules => _modules;

    public IReadOnlyList<Picture> Pictures => _pictures;

    /// <summary>Web addresses in it and where each stands.</summary>
    public IReadOnlyList<(string Url, string Where)> Links => _links;

    /// <summary>What the file says of itself: title, author, application, times.</summary>
    public IReadOnlyDictionary<string, string> Properties => _properties;

    /// <summary>This file and all inside it, from outside inwards.</summary>
    public IEnumerable<InspectedFile> All => _files.SelectMany(f => f.All).Prepend(this);

    internal void Add(InspectedFile file) => _files.Add(file);

    internal void Find(FindingKind kind, string text, string where = "")
    {
        if (text.Length > DocumentFinding.MaxText) text = text[..(DocumentFinding.MaxText - 1)] + "…";
        var finding = new DocumentFinding(kind, where, text);
        if (_findings.Count(f => f.Kind == kind) < MaxAlike && !_findings.Contains(finding)) _findings.Add(finding);
    }

    /// <summary>Notes from outside that not all of the file was given.</summary>
    public void SaysIncomplete(string reason) => Find(FindingKinds.AnalysisIncomplete, reason);

    internal void Does(Effect effect)
    {
        if (_effects.Count(e => e.Kind == effect.Kind) < MaxEffects && !_effects.Contains(effect)) _effects.Add(effect);
    }

    internal void Add(MacroModule module)
    {
        if (_modules.Count < MaxModules) _modules.Add(module);
    }

    internal void Add(Picture picture)
    {
        if (_pictures.Count < MaxPictures) _pictures.Add(picture);
    }

    internal void Replace(Picture picture, Picture by) => _pictures[_pictures.IndexOf(picture)] = by;

    internal void Link(string url, string where)
    {
        if (_links.Count < MaxLinks && url.Length <= 2048 && !_links.Contains((url, where))) _links.Add((url, where));
    }

    internal void Property(string name, string value)
    {
        value = value.Trim('\0', ' ');
        if (value.Length > 0 && _properties.Count < MaxProperties) _properties.TryAdd(name, value.Length > 300 ? value[..300] : value);
    }

    public override string ToString() => $"{Path} ({Kind}, {Size})";
}
