using Postvakt.Mql;
using Postvakt.Mql.Lists;
using Postvakt.Mql.Rules;

namespace Postvakt.Rules;

/// <summary>Mail rules with the lists that they name: ours, which travel in the program, and those of folders that an operator names. Read once, immutable, shared by threads.</summary>
public sealed class RuleLibrary
{
    /// <summary>Where our rules lie in the program, and what their names begin with: no path of a file does.</summary>
    private const string Place = "rules/mail/", Own = "postvakt:rules/mail/";

    private RuleLibrary(MqlRuleSet rules, IReadOnlyDictionary<string, MqlList> lists, IReadOnlyList<MqlProblem> problems)
    {
        (Rules, Problems, Model) = (rules.Rules, problems, new MessageModel(lists));
        Engine = new MqlEngine(rules, Model);
    }

    /// <summary>Ours alone.</summary>
    public static RuleLibrary Ours { get; } = Read([], []);

    public IReadOnlyList<MqlRule> Rules { get; }

    /// <summary>Of rules and lists. A rule that is wrong is not among <see cref="Rules"/>.</summary>
    public IReadOnlyList<MqlProblem> Problems { get; }

    public MessageModel Model { get; }

    public MqlEngine Engine { get; }

    /// <param name="paths">Rule files, or folders of them.</param>
    /// <param name="lists">Folders of lists.</param>
    /// <param name="withOurs">Those that came with the program too.</param>
    public static RuleLibrary Read(IReadOnlyList<string> paths, IReadOnlyList<string> lists, bool withOurs = true)
    {
        var loader = new MqlRuleLoader(MessageModel.Schema);
        var resources = typeof(RuleLibrary).Assembly;
        foreach (var name in resources.GetManifestResourceNames().Where(n => withOurs && n.StartsWith(Place, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var text = new StreamReader(resources.GetManifestResourceStream(name)!);
            loader.AddText(Own + name[Place.Length..], text.ReadToEnd());
        }
        foreach (var path in paths)
        {
            if (File.Exists(path)) loader.AddFile(path);
            else loader.AddFolder(path);
        }
        var (known, problems) = (new Dictionary<string, MqlList>(StringComparer.Ordinal), new List<MqlProblem>());
        foreach (var folder in lists.Select(MqlListFolder.Read))
        {
            problems.AddRange(folder.Problems);
            foreach (var (name, list) in folder.Lists) known[name] = list;
        }
        var rules = loader.Build();
        return new RuleLibrary(rules, known, [.. rules.Problems, .. problems]);
    }

    /// <summary>Whether a rule came with the program.</summary>
    public static bool IsOurs(MqlRule rule) => rule.File.StartsWith(Own, StringComparison.Ordinal);
}
