using Postvakt.Indicators;

namespace Postvakt.Advisories;

/// <summary>From what was found in mails to what people should look for.</summary>
public static class AdvisoryClues
{
    /// <summary>Digits at the end of a link that are a number and no year or version. Four.</summary>
    private const int LeastDigits = 4;

    private static readonly string[] Archives = [".zip", ".7z", ".rar", ".iso", ".img", ".arj", ".gz"];
    private static readonly string[] Documents = [".xls", ".xlsm", ".xlsb", ".xlam", ".doc", ".docm", ".dotm", ".ppt", ".pptm", ".one"];

    /// <param name="findings">Ids of findings.</param>
    public static IReadOnlyList<AdvisoryClue> Of(IReadOnlyCollection<string> findings, IReadOnlyCollection<Indicator> indicators)
    {
        var files = indicators.Where(i => i.Type == "file").Select(i => i.Value).ToArray();
        var clues = new SortedSet<AdvisoryClue> { AdvisoryClue.Conversation };
        if (indicators.Any(i => i.Type == "url" && EndsInNumber(i.Value))) clues.Add(AdvisoryClue.NumberLink);
        if (findings.Contains("locked-archive") || findings.Contains("encrypted-archive") || findings.Contains("password-given")) clues.Add(AdvisoryClue.LockedArchive);
        else if (files.Any(f => Ends(f, Archives))) clues.Add(AdvisoryClue.Archive);
        if (files.Any(f => Ends(f, Documents)) || findings.Any(f => f.StartsWith("macro", StringComparison.Ordinal))) clues.Add(AdvisoryClue.Macro);
        if (findings.Contains("code-in-reply")) clues.Add(AdvisoryClue.Program);
        if (findings.Contains("name-on-other-address")) clues.Add(AdvisoryClue.OtherAddress);
        if (findings.Contains("look-alike-domain")) clues.Add(AdvisoryClue.LookAlike);
        if (findings.Contains("link-inserted-in-quote") || findings.Contains("host-inserted-in-quote")) clues.Add(AdvisoryClue.QuoteLink);
        if (findings.Contains("new-account-in-reply")) clues.Add(AdvisoryClue.Account);
        return [.. clues];
    }

    /// <summary>"https://a.example/x/1234567", also with a slash or a query behind.</summary>
    internal static bool EndsInNumber(string url)
    {
        var path = url.Split('?', '#')[0].TrimEnd('/');
        var digits = path.Length - path.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').Length;
        return digits >= LeastDigits && path.LastIndexOf('/') > path.IndexOf("//", StringComparison.Ordinal) + 1;
    }

    private static bool Ends(string name, string[] endings) => endings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
}
