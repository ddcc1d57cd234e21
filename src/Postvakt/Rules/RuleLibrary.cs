using System.Globalization;
using Postvakt.Mql;
using Postvakt.Mql.Lists;
using Postvakt.Mql.Rules;

namespace Postvakt.Rules;

/// <summary>Mail rules with the lists that they name: ours, which travel in the program, and those of folders that an operator names. Read once, immutable, shared by threads.</summary>
public sealed class RuleLibrary
{
    /// <summary>Where our rules lie in the program, and what their names begin with: no path of a file does.</summary>
    private const string Place = "rules/mail/", Own = "postvakt:rules/mail/";

    private RuleLibrary(MqlRuleSet rules, MessageModel model, IReadOnlyList<MqlProblem> problems)
    {
        (Rules, Problems, Model) = (rules.Rules, problems, model);
        Engine = new MqlEngine(rules, Model);
    }

    /// <summary>Ours alone.</summary>
    public static RuleLibrary Ours { get; } = Read(new RuleSources());

    public IReadOnlyList<MqlRule> Rules { get; }

    /// <summary>Of rules, lists and ages of domains. A rule that is wrong is not among <see cref="Rules"/>.</summary>
    public IReadOnlyList<MqlProblem> Problems { get; }

    public MessageModel Model { get; }

    public MqlEngine Engine { get; }

    public static RuleLibrary Read(RuleSources sources)
    {
        var loader = new MqlRuleLoader(MessageModel.Schema);
        var resources = typeof(RuleLibrary).Assembly;
        foreach (var name in resources.GetManifestResourceNames().Where(n => sources.WithOurs && n.StartsWith(Place, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var text = new StreamReader(resources.GetManifestResourceStream(name)!);
            loader.AddText(Own + name[Place.Length..], text.ReadToEnd());
        }
        foreach (var path in sources.Paths)
        {
            if (File.Exists(path)) loader.AddFile(path);
            else loader.AddFolder(path);
        }
        var rules = loader.Build();
        var (model, problems) = ModelOf(sources);
        return new RuleLibrary(rules, model, [.. rules.Problems, .. problems]);
    }

    /// <summary>What rules are run with, and what of it could not be read.</summary>
    public static (MessageModel Model, IReadOnlyList<MqlProblem> Problems) ModelOf(RuleSources sources)
    {
        var (known, problems) = (new Dictionary<string, MqlList>(StringComparer.Ordinal), new List<MqlProblem>());
        foreach (var folder in sources.Lists.Select(MqlListFolder.Read))
        {
            problems.AddRange(folder.Problems);
            foreach (var (name, list) in folder.Lists) known[name] = list;
        }
        // What the installation knows of itself counts before what a folder says.
        foreach (var (name, list) in RuleLists.Of(sources.OrgDomains, sources.Directory, sources.Important)) known[name] = list;
        return (new MessageModel(known, sources.DomainAges is { } path ? Ages(path, problems) : null), problems);
    }

    /// <summary>Whether a rule came with the program.</summary>
    public static bool IsOurs(MqlRule rule) => rule.File.StartsWith(Own, StringComparison.Ordinal);

    private static DomainAges? Ages(string path, List<MqlProblem> problems)
    {
        try
        {
            using var file = File.OpenRead(path);
            var ages = DomainAges.Read(file, out var wrong);
            if (wrong > 0) problems.Add(new(path, 0, 0, false, string.Create(CultureInfo.InvariantCulture, $"{wrong:N0} lines are no domain and date, and are left out")));
            return ages;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(path, 0, 0, true, trouble.Message));
            return null;
        }
    }
}
