using System.Security.Cryptography;
using Postvakt.Documents.Archives;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Lures;
using Postvakt.Documents.Outside;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Inspecting;

/// <summary>One run over one file and what is inside it: the budget, the passwords, and the door through which inner files go.</summary>
internal sealed class Inspection(InspectionOptions options)
{
    /// <summary>Characters of shown text that are looked at per file.</summary>
    private const int MaxShown = 200_000;

    /// <summary>Bytes of a picture that is decoded; a larger one is only hashed. 4 MiB.</summary>
    private const int MaxPicture = 4 << 20;

    private const int MaxPictures = 8;

    private readonly List<(InspectedFile File, Picture Picture, ReadOnlyMemory<byte> Bytes)> _pictures = [];
    private readonly Dictionary<InspectedFile, int> _shown = [];

    public Budget Budget { get; } = new(options.Limits, options.Clock);

    public IOutsideParsers? Outside => options.Outside;

    /// <summary>Passwords to try, the mail's first; readers put the one that worked in front.</summary>
    public List<string> Passwords { get; } = [.. options.Passwords];

    /// <summary>Where a password comes from, for the evidence.</summary>
    public string SourceOf(string password) => options.Passwords.Contains(password) ? options.PasswordsFrom : "usual list";

    /// <summary>Mistakes of our own that were met, for the fuzzer; a report says "analysis-incomplete".</summary>
    public List<Exception> Mistakes { get; } = [];

    /// <summary>
    /// Takes a file in, tells its kind, and reads it. Never throws for what the file holds: a limit, a broken format or a mistake of ours becomes
    /// <see cref="FindingKinds.AnalysisIncomplete"/>, and what was found so far stays.
    /// </summary>
    /// <param name="parent">The file it came out of; null for the outermost.</param>
    /// <param name="kind">Where its place says what it is; else told by content and name.</param>
    /// <param name="password">The password that opened it.</param>
    /// <returns>The file; null if the tree may not grow further, which the parent then says.</returns>
    public InspectedFile? Open(InspectedFile? parent, string name, ReadOnlyMemory<byte> content, FileKind? kind = null, string? password = null)
    {
        if (parent is not null)
        {
            if (parent.Depth + 1 > Budget.Limits.Depth)
            {
                parent.Find(FindingKinds.AnalysisIncomplete, $"more than {Budget.Limits.Depth} files inside each other");
                return null;
            }
            Budget.File();
        }
        var told = kind ?? FileSniffer.Tell(content.Span, name);
        var file = new InspectedFile(parent, name, content.Length, told, Convert.ToHexStringLower(SHA256.HashData(content.Span))) { Password = password, Content = options.Keep?.Take(content) };
        parent?.Add(file);
        try
        {
            Part(file, () => FileReaders.For(told)?.Read(file, content, this));
            var reader = FileReaders.For(told)?.GetType();
            foreach (var (face, from) in kind is null ? OtherFaces.Of(told, content.Span, name) : [])
            {
                if (FileReaders.For(face) is { } other && other.GetType() != reader) Part(file, () => other.Read(file, content[from..], this));
            }
            Part(file, () => HiddenArchive.Look(file, told, content, this));
        }
        catch (LimitException e)
        {
            file.Find(FindingKinds.AnalysisIncomplete, e.Message);
        }
        // What code would do is judged also when a limit cut the reading short.
        Part(file, () => Macros.MacroAssessment.Assess(file));
        NameCheck.Look(file);
        if (options.Yara && Outside is { } outside)
        {
            var answer = outside.Match(content, Budget.Left);
            file.YaraRules = answer.Fault.Length > 0 ? null : [.. answer.Matches.Select(m => m.Rule)];
            if (answer.Fault.Length > 0) file.Find(FindingKinds.AnalysisIncomplete, "YARA: " + answer.Fault);
            foreach (var match in answer.Matches.Where(m => m.IsFinding)) file.Find(FindingKinds.Yara, match.Description.Length > 0 ? $"{match.Rule}: {match.Description}" : match.Rule, match.Namespace);
        }
        Filling.Look(file, content.Span);
        if (parent is null) Bombs.Look(file, Budget);
        return file;
    }

    /// <summary>Reads one part of a file: that it is broken, or that we stumble over it, does not keep the parts beside it from being read.</summary>
    /// <exception cref="LimitException">A limit is reached: then nothing more of the file is read.</exception>
    public void Part(InspectedFile file, Action read)
    {
        try
        {
            read();
        }
        catch (MalformedException e)
        {
            file.Find(FindingKinds.AnalysisIncomplete, DocumentFinding.Broken + e.Message);
        }
        catch (LimitException e) when (e.IsLocal)
        {
            file.Find(FindingKinds.AnalysisIncomplete, e.Message);
        }
        // The border of one step: a mistake of ours must not hide a file from people, nor stop the mail that carries it.
        catch (Exception e) when (e is not (OutOfMemoryException or LimitException))
        {
            Mistakes.Add(e);
            file.Find(FindingKinds.AnalysisIncomplete, "a mistake of ours: " + e.GetType().Name);
        }
    }

    /// <summary>Text that a person would see on opening the file: looked at for lures and links.</summary>
    public void Show(InspectedFile file, string text, string where)
    {
        var seen = _shown.GetValueOrDefault(file);
        if (seen >= MaxShown || text.Length == 0) return;
        if (text.Length > MaxShown - seen) text = text[..(MaxShown - seen)];
        _shown[file] = seen + text.Length;
        LurePhrases.Look(file, text, where);
    }

    /// <summary>A picture that a person would see.</summary>
    public void Picture(InspectedFile file, string name, ReadOnlyMemory<byte> picture)
    {
        if (picture.Length == 0) return;
        var added = new Picture(name, Convert.ToHexStringLower(SHA256.HashData(picture.Span)), picture.Length, null) { Content = options.Keep?.Take(picture) };
        file.Add(added);
        if (picture.Length <= MaxPicture && _pictures.Count < MaxPictures) _pictures.Add((file, added, picture));
    }

    /// <summary>Characters of text that a file showed.</summary>
    public int ShownBy(InspectedFile file) => _shown.GetValueOrDefault(file);

    /// <summary>Has the pictures of files that are under suspicion compared: decoding costs a worker's time, so others' are only hashed.</summary>
    public void LikenPictures()
    {
        foreach (var (file, picture, bytes) in _pictures)
        {
            if (Outside?.Likeness(bytes, Budget.Left) is { } likeness) file.Replace(picture, picture with { Likeness = likeness });
        }
    }
}
