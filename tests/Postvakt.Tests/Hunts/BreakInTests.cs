using Postvakt.EventLogs;
using Postvakt.Hunts;
using Postvakt.Sigma;

namespace Postvakt.Tests.Hunts;

/// <summary>Whole break-ins of Exchange with our rules alone, and quiet days of servers, computers and mailboxes beside them.</summary>
public sealed class BreakInTests
{
    private static readonly string Logs = Path.Combine(AppContext.BaseDirectory, "Hunts", "Logs", "chains");

    [Fact]
    public void ProxyLogon_FromRequestToCommand_EveryStepSucceeded() =>
        Assert.Equal(["commands-by-web", "lateral-smb", "proxylogon-ssrf", "proxylogon-write", "webshell-file", "webshell-use"], Succeeded(Run("proxylogon-*")));

    [Fact]
    public void ProxyLogon_PageWrittenBySystemOverShare_IsFoundByFileAndByShare()
    {
        var matches = Run("proxylogon-server.json");
        Assert.Contains(matches, m => m.Rule.Title == "Page written into the web folders of Exchange" && m.Evidence.Any(e => e.Value!.EndsWith("tarve.aspx", StringComparison.Ordinal)));
        Assert.Contains(matches, m => m.Rule.Title == "Page written into the web folders over a share");
        var chain = Assert.Single(matches, m => m.Rule.Title == "Page came into the web folders, then the web server ran a command");
        Assert.Equal(2, chain.EventCount);
    }

    [Fact]
    public void ProxyShell_FromRequestToCommand_EveryStepSucceeded() =>
        Assert.Equal(["commands-by-web", "proxyshell-export", "proxyshell-powershell", "proxyshell-ssrf", "webshell-file", "webshell-use"], Succeeded(Run("proxyshell-*")));

    [Theory]
    [InlineData("proxyshell-cmdlets.log")]
    [InlineData("proxyshell-events.xml")]
    public void ProxyShell_CmdletsFromEitherLog_TellTheSame(string log) =>
        Assert.Equal(
            ["Export of a mailbox removed from the list without asking", "Mailbox exported to a drive of the server itself", "Mailbox exported to a page of the web server", "Mailbox exported to a page, and the request removed", "Somebody was allowed to export mailboxes"],
            Run(log).Select(m => m.Rule.Title).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(HuntKind.Exchange, "quiet-iis.log", 14)]
    [InlineData(HuntKind.Exchange, "quiet-httpproxy.log", 4)]
    [InlineData(HuntKind.Exchange, "quiet-tracking.log", 180)]
    [InlineData(HuntKind.Exchange, "quiet-cmdlets.log", 5)]
    [InlineData(HuntKind.Exchange, "quiet-endpoint.json", 25)]
    [InlineData(HuntKind.Endpoint, "quiet-endpoint.json", 25)]
    [InlineData(HuntKind.M365, "quiet-audit.json", 11)]
    [InlineData(HuntKind.M365, "quiet-signins.json", 4)]
    public void QuietDay_ProbesAndPeopleAtWork_NothingIsTold(HuntKind kind, string log, int events)
    {
        var run = RunRules.On(kind, File.ReadAllText(Path.Combine(Logs, log)));
        Assert.Equal(events, run.Events);
        Assert.Empty(run.Matches.Select(m => m.Rule.Title));
    }

    private static List<SigmaMatch> Run(string pattern)
    {
        var files = Directory.GetFiles(Logs, pattern);
        Assert.NotEmpty(files);
        var matches = new List<SigmaMatch>();
        foreach (var file in files)
        {
            var run = RunRules.On(HuntKind.Exchange, File.ReadAllText(file));
            Assert.Empty(run.Problems);
            Assert.NotEqual(LogKind.Unknown, run.Kind);
            matches.AddRange(run.Matches);
        }
        return matches;
    }

    private static IEnumerable<string> Succeeded(IEnumerable<SigmaMatch> matches) =>
        matches.Where(m => m.Rule.Tags.Contains("hunt.succeeded")).SelectMany(m => m.Rule.Tags).Where(t => t.StartsWith("hunt.", StringComparison.Ordinal) && t != "hunt.succeeded")
            .Select(t => t["hunt.".Length..]).Distinct().Order(StringComparer.Ordinal);
}
