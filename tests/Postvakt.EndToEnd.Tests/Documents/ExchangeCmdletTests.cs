using System.Text.RegularExpressions;

namespace Postvakt.EndToEnd.Tests.Documents;

/// <summary>
/// Lines for the Exchange management shell, which no test can run: commands and parameters are those of Microsoft's reference, one page for each command,
/// https://learn.microsoft.com/powershell/module/exchange/new-journalrule and so on.
/// </summary>
public sealed partial class ExchangeCmdletTests
{
    /// <summary>Of each command the parameters that pages may use.</summary>
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["New-MailContact"] = ["Name", "ExternalEmailAddress"],
        ["New-SendConnector"] = ["Name", "AddressSpaces", "SmartHosts", "DNSRoutingEnabled"],
        ["New-JournalRule"] = ["Name", "JournalEmailAddress", "Scope", "Enabled", "Recipient"],
        ["New-ManagementRoleAssignment"] = ["Name", "Role", "User", "CustomRecipientWriteScope"],
        ["New-App"] = ["OrganizationApp", "Url"],
        ["Get-Mailbox"] = [],
    };

    [Fact]
    public void Lines_AreKnown()
    {
        var lines = Page.All.SelectMany(p => p.Blocks.Where(b => b.Kind == "powershell").SelectMany(b => b.Content.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Concat(Inline().Matches(p.Text).Select(m => m.Groups[1].Value)).Select(l => $"{p.Name}: {l}")).ToArray();
        Assert.True(lines.Length >= 5, $"only {lines.Length} lines were found");
        string[] faults = [.. lines.SelectMany(Faults)];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("page: New-JournalRule -Name x -Mailbox y", "-Mailbox")]
    [InlineData("page: New-Journal -Name x", "New-Journal")]
    [InlineData("page: New-App -Url \"x", "quote")]
    [InlineData("page: New-App -Url { x", "bracket")]
    public void Line_ThatExchangeDoesNotKnow_IsFound(string line, string what) => Assert.Contains(what, Assert.Single(Faults(line)), StringComparison.Ordinal);

    private static IEnumerable<string> Faults(string line)
    {
        var name = Cmdlet().Match(line).Value;
        var words = Quoted().Replace(line, "");
        if (words.Contains('"', StringComparison.Ordinal)) yield return line + ": a quote is open";
        if (words.Count(c => c is '{' or '(') != words.Count(c => c is '}' or ')')) yield return line + ": a bracket is open";
        if (!Known.TryGetValue(name, out var parameters)) yield return $"{line}: there is no {name}";
        else foreach (var one in Parameter().Matches(words).Select(m => m.Groups[1].Value).Except(parameters)) yield return $"{line}: {name} has no -{one}";
    }

    [GeneratedRegex("`((?:New|Set|Get|Add|Remove|Enable|Disable)-[A-Z][A-Za-z]+[^`]*)`")]
    private static partial Regex Inline();

    [GeneratedRegex("(?<=: )[A-Z][a-z]+-[A-Za-z]+")]
    private static partial Regex Cmdlet();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(" -([A-Za-z]+)")]
    private static partial Regex Parameter();
}
