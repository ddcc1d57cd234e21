using Postvakt.Cli.Output;
using Postvakt.Mql.Lists;

namespace Postvakt.Cli.Verbs;

/// <summary>Lists that rules name, from folders.</summary>
internal static class RuleLists
{
    /// <summary>By name; null when a folder or a list could not be read.</summary>
    public static Dictionary<string, MqlList>? Read(IReadOnlyList<string> folders)
    {
        var (lists, isWhole) = (new Dictionary<string, MqlList>(StringComparer.Ordinal), true);
        foreach (var folder in folders.Select(MqlListFolder.Read))
        {
            foreach (var problem in folder.Problems) Console.Error.WriteLine("postvakt: " + Plain.Text(problem.ToString(), 400));
            isWhole &= folder.Problems.All(p => !p.IsError);
            foreach (var (name, list) in folder.Lists) lists[name] = list;
        }
        return isWhole ? lists : null;
    }
}
