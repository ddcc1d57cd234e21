using System.CommandLine;
using Postvakt.Cli.Output;
using Postvakt.Directories;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Mql.Lists;
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
        var (lists, isWhole) = (new Dictionary<string, MqlList>(StringComparer.Ordinal), true);
        foreach (var folder in folders.Select(MqlListFolder.Read))
        {
            foreach (var problem in folder.Problems) Console.Error.WriteLine("postvakt: " + Plain.Text(problem.ToString(), 400));
            isWhole &= folder.Problems.All(p => !p.IsError);
            foreach (var (name, list) in folder.Lists) lists[name] = list;
        }
        foreach (var (name, list) in RuleLists.Of(domains, DirectorySnapshot.Empty)) lists[name] = list;
        try
        {
            return isWhole ? new MessageModel(lists, ages is null ? null : Ages(ages)) : null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"postvakt: {Plain.Text(ages!, 200)}: {Plain.Text(trouble.Message, 200)}");
            return null;
        }
    }

    /// <param name="seesOwnMail">Memory holds mail that the organisation's people wrote.</param>
    public static RuleMail MailOf(Judgement judgement, JudgeOptions options, bool seesOwnMail) =>
        new(judgement.Message, judgement.Profile.Authentication, judgement.Facts, judgement.Match, options.OrgDomains) { TrustedAuthserv = options.TrustedAuthserv, Memory = new(judgement.Profile.Question, judgement.Known, seesOwnMail) };

    private static DomainAges Ages(string path)
    {
        using var file = File.OpenRead(path);
        var ages = Postvakt.Rules.DomainAges.Read(file, out var wrong);
        if (wrong > 0) Console.Error.WriteLine($"postvakt: {Plain.Text(path, 200)}: {wrong} lines are no domain and date, and are left out");
        return ages;
    }
}
