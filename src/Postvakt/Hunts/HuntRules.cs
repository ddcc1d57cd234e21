using Postvakt.Indicators;
using Postvakt.Sigma;
using Postvakt.Sigma.Rules;

namespace Postvakt.Hunts;

/// <summary>Rules of a hunt: ours, which travel in the program, and folders that an operator names. Read once; used by many threads.</summary>
public sealed class HuntRules
{
    /// <summary>Where our rules lie in the program, and what their names begin with: no path of a file does.</summary>
    private const string Place = "rules/", Own = "postvakt:rules/";

    private HuntRules(SigmaEngine engine) => Engine = engine;

    public SigmaEngine Engine { get; }

    /// <summary>What is wrong with rules; one that is left out stops none of the others.</summary>
    public IReadOnlyList<SigmaProblem> Problems => Engine.Rules.Problems;

    /// <param name="folders">Of rule files, or single files; SigmaHQ's collection for one.</param>
    /// <param name="placeholders">Values of placeholders (%name%) that rules may have; see <see cref="SigmaPlaceholders"/>.</param>
    /// <param name="indicators">Of mail, that are looked for too.</param>
    public static HuntRules Load(HuntKind kind, IEnumerable<string> folders, IReadOnlyDictionary<string, IReadOnlyList<string>>? placeholders = null, IReadOnlyList<Indicator>? indicators = null)
    {
        var loader = new SigmaRuleLoader(new SigmaLoadOptions { Placeholders = placeholders ?? new Dictionary<string, IReadOnlyList<string>>() });
        var resources = typeof(HuntRules).Assembly;
        var ours = Place + kind.ToString().ToLowerInvariant() + "/";
        foreach (var name in resources.GetManifestResourceNames().Where(n => n.StartsWith(ours, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(resources.GetManifestResourceStream(name)!);
            loader.AddText(Own + name[Place.Length..], reader.ReadToEnd());
        }
        if (IndicatorRules.Write(kind, indicators ?? []) is { Length: > 0 } sought) loader.AddText(Own + "indicators", sought);
        foreach (var folder in folders)
        {
            var path = Path.GetFullPath(folder);
            if (File.Exists(path)) loader.AddFile(path);
            else loader.AddFolder(path);
        }
        var engine = new SigmaEngine(loader.Build());
        // Reading thousands of files leaves much behind; it goes back before gigabytes of logs are read.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return new HuntRules(engine);
    }

    /// <summary>Whether a rule is one of ours.</summary>
    public static bool IsOwn(SigmaRule rule) => rule.File.StartsWith(Own, StringComparison.Ordinal);
}
