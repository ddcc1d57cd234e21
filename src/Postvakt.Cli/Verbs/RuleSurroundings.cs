using System.CommandLine;
using Postvakt.Cli.Output;
using Postvakt.Rules;

namespace Postvakt.Cli.Verbs;

/// <summary>What rules are run with here besides the mail: lists, domains of the organisation, ages of domains.</summary>
internal static class RuleSurroundings
{
    public static Option<string[]> Lists() => new("--lists") { Description = "Folder of lists that rules name ($name); may be given several times", HelpName = "DIR", DefaultValueFactory = _ => [] };

    public static Option<string?> DomainAges() => new("--domain-ages") { Description = "When domains were registered: domain, tab, date, and perhaps tab and registrar, a line", HelpName = "FILE" };

    /// <summary>Null when a folder, a list or the file could not be read.</summary>
    /// <param name="folders">Of lists; those of the installation count before theirs.</param>
    public static MessageModel? Read(IReadOnlyList<string> folders, IReadOnlyList<string> domains, string? ages)
    {
        var (model, problems) = RuleLibrary.ModelOf(new RuleSources { Lists = folders, OrgDomains = domains, DomainAges = ages });
        foreach (var problem in problems) Console.Error.WriteLine("postvakt: " + Plain.Text(problem.ToString(), 400));
        return problems.All(p => !p.IsError) ? model : null;
    }
}
