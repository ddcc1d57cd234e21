using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Macros;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Scripts;

/// <summary>Script files as text: what words of theirs would fetch, start and write. Nothing is interpreted.</summary>
internal sealed class ScriptReader : IFileReader
{
    private const int MaxSource = 1 << 20;

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var source = TextBytes.Decode(content.Span, MaxSource);
        if (file.Kind == FileKind.EncodedScript) file.Find(FindingKinds.EncodedScript, file.Name);
        else file.Find(FindingKinds.Script, file.Name);
        Look(file, source, file.Name, inspection);
    }

    /// <summary>Takes a script in, wherever it was found.</summary>
    public static void Look(InspectedFile file, string source, string name, Inspection inspection)
    {
        file.Add(new MacroModule(name, name, MacroLanguage.Script, source));
        var plain = ScriptWords.Unfold(source, inspection.Budget);
        var fetches = false;
        var starts = false;
        foreach (var (kind, word, line) in ScriptWords.Find(plain, inspection.Budget))
        {
            file.Does(new Effect(kind, "", "", $"{name}, line {line}", word));
            fetches |= kind == EffectKind.Download;
            starts |= kind is EffectKind.Execute or EffectKind.WriteFile;
        }
        foreach (var url in UrlScan.Find(plain))
        {
            if (fetches) file.Does(new Effect(EffectKind.Download, url, "", name, "address in the script"));
            else file.Link(url, name);
        }
        if (fetches || starts)
        {
            foreach (var command in ScriptWords.Commands(plain)) CommandEffects.Write(file, command, name, "literal");
        }
        if (CommandLine.StartsCarrier(plain) && CommandLine.Decode(plain) is { } inner)
        {
            file.Does(new Effect(EffectKind.Execute, inner, "", name, "encoded command"));
            foreach (var url in UrlScan.Find(inner)) file.Does(new Effect(EffectKind.Download, url, "", name, "encoded command"));
            starts = true;
        }
        if (RunsOnClick.Is(file.Kind) && (starts || fetches)) file.Find(FindingKinds.ScriptActs, file.Effects.Count > 0 ? file.Effects[0].Call : file.Name, name);
    }
}
