using Postvakt.Documents.Kinds;

namespace Postvakt.Documents.Outside;

/// <summary>The outside parsers in this process. Belongs into a worker: what it reads was made by attackers, and it is not our code that reads it.</summary>
public sealed class LibraryParsers : IOutsideParsers, IDisposable
{
    private readonly YaraRules? _rules;

    /// <param name="rules">Folder of YARA rules (*.yar, *.yara); null for none.</param>
    public LibraryParsers(string? rules)
    {
        var faults = new List<string>();
        if (rules is not null) _rules = YaraRules.Load(rules, faults);
        RuleFaults = faults;
    }

    /// <summary>Whether libyara is installed.</summary>
    public static bool HasYara => YaraLibrary.Load() is not null;

    /// <summary>Whether <see cref="Match"/> has anything to match with.</summary>
    public bool HasRules => _rules is not null;

    /// <summary>Why rules are missing: no libyara, or files that do not compile.</summary>
    public IReadOnlyList<string> RuleFaults { get; }

    public Unpacked Unpack(FileKind kind, ReadOnlyMemory<byte> archive, string? password, long limit, TimeSpan time) => LibraryUnpacker.Unpack(kind, archive, password, limit, time);

    public YaraAnswer Match(ReadOnlyMemory<byte> content, TimeSpan time) => _rules?.Match(content, time) ?? new YaraAnswer([], "");

    public ulong? Likeness(ReadOnlyMemory<byte> picture, TimeSpan time) => PictureLikeness.Of(picture);

    public CodeAnswer? Codes(ReadOnlyMemory<byte> picture, TimeSpan time) => PictureCodes.Read(picture);

    public void Dispose() => _rules?.Dispose();
}
