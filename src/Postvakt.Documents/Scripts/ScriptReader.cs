using Postvakt.Documents.Basic;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Macros;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Scripts;

/// <summary>Script files as text: what words of theirs would fetch, start and write. Nothing is interpreted.</summary>
internal sealed class ScriptReader(FileKind kind) : IFileReader
{
    /// <summary>Bytes that are read, half of them from the end. 1 MiB.</summary>
    private const int MaxSource = 1 << 20;

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var bytes = content.Span;
        // The command prompt takes no notice of the mark of UTF-16, by which editors show such a file as Chinese.
        if (kind == FileKind.Batch && (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])) bytes = bytes[2..];
        var source = TextBytes.DecodeEnds(bytes, MaxSource);
        if (content.Length > MaxSource) file.Find(FindingKinds.AnalysisIncomplete, $"beginning and end were read, {MaxSource:N0} of {content.Length:N0} bytes");
        if (kind == FileKind.EncodedScript) file.Find(FindingKinds.EncodedScript, file.Name);
        else file.Find(FindingKinds.Script, file.Name);
        Look(file, source, file.Name, inspection);
    }

    /// <summary>Takes a script in, wherever it was found.</summary>
    /// <param name="isPage">It runs in a page or paper: words of Windows count only where it reaches out of it.</param>
    public static void Look(InspectedFile file, string source, string name, Inspection inspection, bool isPage = false)
    {
        // Windows goes by the name.
        var kind = FileNameKinds.TextKind(FileNameKinds.Extension(file.Name)) is { } named && RunsOnClick.Is(named) ? named : file.Kind;
        IReadOnlyList<string> decoded = [];
        if (kind == FileKind.VbScript)
        {
            var unit = new BasicUnit(name, source);
            BasicAnalysis.Read(file, [unit], inspection, isScript: true);
            decoded = unit.Decoded;
        }
        file.Add(new MacroModule(name, name, MacroLanguage.Script, source) { Decoded = decoded });
        var plain = ScriptWords.Unfold(source, inspection.Budget);
        var isHost = ScriptWords.ReachesWindows(plain);
        if (isPage && !isHost)
        {
            foreach (var url in UrlScan.Find(plain)) file.Link(url, name);
            return;
        }
        Words(file, plain, name, isHost, isPage, inspection.Budget);
    }

    private static void Words(InspectedFile file, string plain, string name, bool isHost, bool isPage, Budget budget)
    {
        var (fetches, starts) = (false, false);
        foreach (var (effect, word, line) in ScriptWords.Find(plain, budget))
        {
            file.Does(new Effect(effect, "", "", $"{name}, line {line}", word));
            fetches |= effect == EffectKind.Download;
            starts |= effect == EffectKind.Execute;
        }
        foreach (var url in UrlScan.Find(plain))
        {
            if (fetches) file.Does(new Effect(EffectKind.Download, url, "", name, "address in the script"));
            else file.Link(url, name);
        }
        var commands = fetches || starts ? ScriptWords.Commands(plain).ToArray() : [];
        foreach (var command in commands) CommandEffects.Write(file, command, name, "literal");
        if (CommandLine.StartsCarrier(plain) && CommandLine.Decode(plain) is { } inner)
        {
            file.Does(new Effect(EffectKind.Execute, inner, "", name, "encoded command"));
            foreach (var url in UrlScan.Find(inner)) file.Does(new Effect(EffectKind.Download, url, "", name, "encoded command"));
            (starts, fetches) = (true, fetches || CommandLine.Fetches(inner));
        }
        if (!RunsOnClick.Is(file) && !isPage) return;
        if (fetches && starts || isHost && commands.Length > 0) file.Find(FindingKinds.ScriptActs, commands.Length > 0 ? commands[0] : First(file, EffectKind.Download), name);
        else if (isHost && (starts || fetches)) file.Find(FindingKinds.ScriptHost, First(file, EffectKind.Execute), name);
    }

    private static string First(InspectedFile file, EffectKind kind) => file.Effects.FirstOrDefault(e => e.Kind == kind) is { } effect ? effect.Target.Length > 0 ? effect.Target : effect.Call : file.Name;
}
