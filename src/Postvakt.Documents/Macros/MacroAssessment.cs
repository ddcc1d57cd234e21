using Postvakt.Documents.Report;

namespace Postvakt.Documents.Macros;

/// <summary>
/// What code in a file amounts to: its entry points and effects, whichever language they are in, become findings. A single effect says little, because
/// harmless macros write files and start programs too; what weighs is what leads where.
/// </summary>
internal static class MacroAssessment
{
    private const int MaxSearches = 100;

    /// <summary>May be called again when more has been read: each kind is found once.</summary>
    public static void Assess(InspectedFile file)
    {
        var modules = file.Modules;
        var effects = file.Effects;
        if (modules.Count == 0 && effects.Count == 0) return;
        var macro = modules.FirstOrDefault(m => m.Language != MacroLanguage.Script && m.Source.Length > 0);
        if (macro is not null) Find(file, FindingKinds.Macro, modules.Count(m => m.Language != MacroLanguage.Script) is var count && count == 1 ? "1 module" : $"{count} modules");
        var starts = modules.Where(m => m.Language != MacroLanguage.Script).SelectMany(m => m.EntryPoints.Where(StartsByItself).Select(e => (Module: m, Entry: e))).ToList();
        if (starts.Count > 0) Find(file, FindingKinds.MacroStartsItself, string.Join(", ", starts.Take(8).Select(s => s.Entry)), starts[0].Module.Name);

        // A script runs as a whole when it is opened. A macro whose start is not known counts when nothing in it is marked as dormant.
        var lively = effects.Where(e => !e.Dormant).ToList();
        if (starts.Count > 0 && lively.Find(IsAct) is { } act) Find(file, FindingKinds.MacroActs, Describe(act), act.Where);
        Fetching(file, lively, FindingKinds.MacroFetches);
        if (!file.Findings.Any(f => f.Kind == FindingKinds.MacroFetches)) Fetching(file, [.. effects], FindingKinds.MacroWouldFetch);
        Dropping(file, lively);
        Single(file, effects, lively);
        Concealing(file, modules, effects);
    }

    /// <summary>An event of a button or list needs a hand; everything else that Office starts does not.</summary>
    private static bool StartsByItself(string entry) => !Basic.BasicEntryPoints.StartsOnTouch(entry.ToLowerInvariant());

    private static bool IsAct(Effect effect) => effect.Kind switch
    {
        EffectKind.Execute => !CommandLine.IsHarmless(effect.Target),
        EffectKind.WriteFile or EffectKind.CopyFile or EffectKind.Download or EffectKind.Persist or EffectKind.Inject or EffectKind.WriteCode or EffectKind.Weaken => true,
        _ => false,
    };

    /// <summary>A download and a start that belong together, or a command that does both.</summary>
    private static void Fetching(InspectedFile file, List<Effect> effects, FindingKind kind)
    {
        if (effects.Find(e => e.Kind == EffectKind.Execute && CommandLine.StartsCarrier(e.Target) && FetchesInCommand(e.Target)) is { } command)
        {
            Find(file, kind, command.Target, command.Where);
            return;
        }
        foreach (var download in effects.Where(e => e.Kind == EffectKind.Download))
        {
            if (effects.Find(e => Starts(e) && BelongTogether(download, e)) is not { } start) continue;
            Find(file, kind, $"{Shown(download.Target)} to {Shown(download.Other)}, then {Shown(start.Target)}", download.Where);
            return;
        }
        if (kind == FindingKinds.MacroWouldFetch && effects.Find(e => e.Kind == EffectKind.Download) is { } fetch && effects.Find(e => Starts(e) && !CommandLine.IsHarmless(e.Target)) is { } act)
            Find(file, kind, $"{Shown(fetch.Target)}; {Shown(act.Target)}", fetch.Where);
    }

    private static bool FetchesInCommand(string command) => CommandLine.HoldsUrl(command) || CommandLine.Decode(command) is { } plain && CommandLine.HoldsUrl(plain);

    private static bool Starts(Effect effect) => effect.Kind == EffectKind.Execute || effect.Kind == EffectKind.CallLibrary && effect.Target.Contains("LoadLibrary", StringComparison.OrdinalIgnoreCase);

    private static bool BelongTogether(Effect download, Effect start)
    {
        var name = FileName(download.Other);
        if (name.Length >= 3 && start.Target.Contains(name, StringComparison.OrdinalIgnoreCase) || download.Other.Length > 0 && start.Target == download.Other) return true;
        if (start.Target.Length > 0 && CommandLine.IsHarmless(start.Target)) return false;
        // Where a program or library is stored, or neither name can be told, something that starts at all is enough.
        return CommandLine.NamesCode(download.Other) || download.Other.Length == 0 && CommandLine.NamesCode(download.Target) || CommandLine.StartsCarrier(start.Target) && download.Other.Length > 0;
    }

    private static void Dropping(InspectedFile file, List<Effect> lively)
    {
        foreach (var write in lively.Where(e => e.Kind is EffectKind.WriteFile or EffectKind.CopyFile))
        {
            var path = write.Kind == EffectKind.CopyFile ? write.Other : write.Target;
            var name = FileName(path);
            if (name.Length < 3 || lively.Find(e => Starts(e) && e.Target.Contains(name, StringComparison.OrdinalIgnoreCase)) is not { } start) continue;
            if (!CommandLine.NamesCode(path) && !CommandLine.StartsCarrier(start.Target)) continue;
            Find(file, FindingKinds.MacroDrops, $"{path}, then {start.Target}", write.Where);
            return;
        }
    }

    /// <summary>Effects that say enough alone.</summary>
    private static void Single(InspectedFile file, IReadOnlyList<Effect> effects, List<Effect> lively)
    {
        foreach (var effect in effects)
        {
            var kind = effect.Kind switch
            {
                EffectKind.Persist => FindingKinds.MacroPersists,
                EffectKind.Weaken => FindingKinds.MacroWeakens,
                EffectKind.Inject => FindingKinds.MacroInjects,
                EffectKind.WriteCode when !effect.Dormant => FindingKinds.MacroWritesCode,
                EffectKind.Execute when !effect.Dormant && CommandLine.StartsCarrier(effect.Target) && CommandLine.Program(effect.Target) != "cmd" => FindingKinds.MacroCarrier,
                _ => null,
            };
            if (kind is not null) Find(file, kind, Describe(effect), effect.Where);
        }
        if (lively.Find(e => e.Kind == EffectKind.Hide && e.Target == HiddenWindow) is { } hide) Find(file, FindingKinds.MacroHides, hide.Call, hide.Where);
    }

    private static void Concealing(InspectedFile file, IReadOnlyList<MacroModule> modules, IReadOnlyList<Effect> effects)
    {
        if (!effects.Any(e => e.Kind is EffectKind.Execute or EffectKind.Download)) return;
        // Each is searched for in the source.
        var left = MaxSearches;
        foreach (var module in modules)
        {
            if (module.Decoded.FirstOrDefault(d => left-- > 0 && IsHidden(d, module.Source)) is { } hidden) Find(file, FindingKinds.MacroConceals, hidden, module.Name);
        }
    }

    /// <summary>An address or a carrier's name that stands nowhere in the source, not even in part.</summary>
    private static bool IsHidden(string decoded, string source)
    {
        if (CommandLine.HoldsUrl(decoded) && decoded.IndexOf("://", StringComparison.Ordinal) is var at && at > 0)
        {
            var host = decoded.AsSpan(at + 3);
            host = host[..(host.IndexOfAny("/:\"'") is var end && end > 0 ? end : host.Length)];
            return host.Length > 3 && !source.AsSpan().Contains(host, StringComparison.OrdinalIgnoreCase);
        }
        return CommandLine.StartsCarrier(decoded) && !source.Contains(CommandLine.Program(decoded), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What <see cref="Effect.Target"/> says where a program is started without a window.</summary>
    public const string HiddenWindow = "window of a program";

    private static readonly char[] Around = ['"', '\'', ' ', '<', '>', '…'];

    private static string FileName(string path) => path[(path.LastIndexOfAny(['\\', '/']) + 1)..].Trim(Around);

    private static string Shown(string target) => target.Length == 0 ? "something unknown" : target;

    private static string Describe(Effect effect) => effect.Target.Length > 0 ? $"{effect.Kind}: {effect.Target}{(effect.Other.Length > 0 ? " → " + effect.Other : "")}" : $"{effect.Kind}: {effect.Call}";

    private static void Find(InspectedFile file, FindingKind kind, string text, string where = "")
    {
        if (file.Findings.All(f => f.Kind != kind)) file.Find(kind, text, where);
    }
}
