using Postvakt.EventLogs;
using Postvakt.Hunts;
using Postvakt.Sigma.Rules;

namespace Postvakt.Tests.Hunts;

public sealed class HuntRunTests : IDisposable
{
    private const string Iis = """
        #Software: Microsoft Internet Information Services 10.0
        #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status
        2026-11-20 01:00:00 192.0.2.10 GET /owa/auth/logon.aspx - 443 - 192.0.2.99 Mozilla/5.0 200
        2026-11-20 01:00:05 192.0.2.10 GET /lamps cmd=1 443 - 192.0.2.99 Mozilla/5.0 200

        """;

    private const string Proxy = """
        DateTime,RequestId,Protocol,UrlHost,UrlStem,AnchorMailbox,UserAgent,ClientIpAddress,ServerHostName,HttpStatus,Method
        2026-11-20T00:59:00.000Z,1,Owa,mail.firm.example,/owa/,,Mozilla,192.0.2.50,EX01.firm.example,200,GET

        """;

    private const string Security = """
        {"EventID":4624,"Channel":"Security","Computer":"EX01.firm.example","@timestamp":"2026-11-20T00:00:00Z","TargetUserName":"anna"}

        """;

    private static readonly string Shell = HuntPlace.Looks("Shell asked for", "{ category: webserver }", "cs-uri-stem|endswith: /lamps", tags: "attack.t1505.003, hunt.webshell-use, hunt.succeeded");

    private readonly HuntPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void LogWithoutAName_IsOfTheServerThatItsFolderNames()
    {
        var report = _place.Log("ex01/iis/u_ex.log", Iis).Log("ex01/proxy.log", Proxy).Log("ex02/proxy.log", Proxy.Replace("EX01", "EX02", StringComparison.Ordinal)).Rule("shell", Shell).Run();
        var finding = Assert.Single(report.Findings);
        Assert.Equal(("ex01", "T1505.003", new DateTimeOffset(2026, 11, 20, 1, 0, 5, TimeSpan.Zero)), (finding.Host, Assert.Single(finding.Attack), finding.At));
        Assert.Equal(TechniqueState.Succeeded, Outcome(report, "ex01", "webshell-use").State);
        // The other server has a log that would show it.
        Assert.Equal(TechniqueState.Clean, Outcome(report, "ex02", "webshell-use").State);
        var lacks = Outcome(report, "ex02", "mass-replies");
        Assert.Equal((TechniqueState.NotEnoughLog, "message tracking"), (lacks.State, Assert.Single(lacks.Missing).Name));
    }

    [Fact]
    public void LogsOfTwoServersInOneFolder_AreNotToldApartByGuessing()
    {
        var report = _place.Log("u_ex.log", Iis).Log("one.log", Proxy).Log("two.log", Proxy.Replace("EX01", "EX02", StringComparison.Ordinal)).Rule("shell", Shell).Run();
        Assert.Equal("", Assert.Single(report.Findings).Host);
    }

    [Fact]
    public void LogWithoutTheEventsThatWouldShowIt_ProvesNothing()
    {
        var report = _place.Log("proxy.log", Proxy).Log("security.json", Security).Run();
        Assert.Equal(TechniqueState.NotEnoughLog, Outcome(report, "ex01", "commands-by-web").State);
        report = _place.Log("security.json", Security + Security.Replace("4624", "4688", StringComparison.Ordinal)).Run();
        Assert.Equal(TechniqueState.Clean, Outcome(report, "ex01", "commands-by-web").State);
    }

    [Fact]
    public void Attempt_IsNoSuccess()
    {
        var report = _place.Log("ex01/u_ex.log", Iis).Log("ex01/proxy.log", Proxy).Rule("shell", Shell.Replace(", hunt.succeeded", "", StringComparison.Ordinal)).Run();
        Assert.Equal(TechniqueState.Attempted, Outcome(report, "ex01", "webshell-use").State);
    }

    [Fact]
    public void WebRules_SpeakOfExchangesOwnLogToo()
    {
        var report = _place.Log("proxy.log", Proxy.Replace("/owa/,", "/lamps,", StringComparison.Ordinal)).Rule("shell", Shell).Run();
        Assert.Equal("ex01", Assert.Single(report.Findings).Host);
    }

    [Fact]
    public void MilderRules_AreCountedOnly()
    {
        _place.Log("u_ex.log", Iis).Rule("any", HuntPlace.Looks("Any page", "{ category: webserver }", "cs-method: GET", "low"));
        var report = _place.Run();
        Assert.Equal((0, 2L), (report.Findings.Count, report.MilderFindings));
        Assert.Equal(2, _place.Run(limits: new HuntLimits { Level = SigmaLevel.Informational }).Findings.Count);
    }

    [Fact]
    public void FindingsBeyondTheLimit_AreCounted()
    {
        _place.Log("u_ex.log", Iis).Rule("any", HuntPlace.Looks("Any page", "{ category: webserver }", "cs-method: GET"));
        var report = _place.Run(limits: new HuntLimits { OfRule = 1 });
        Assert.Equal((1, 1L), (report.Findings.Count, report.MoreFindings));
    }

    [Fact]
    public void BrokenRule_BrokenFile_AndTornLine_AreSaid_AndTheRestIsDone()
    {
        var report = _place.Log("junk.log", "\0\u0001nothing that anybody knows").Log("u_ex.log", Iis.TrimEnd()[..^10]).Log("proxy.log", Proxy).Rule("shell", Shell).Rule("broken", "title: x\ndetection: [").Run();
        Assert.True(report.IsIncomplete);
        Assert.Contains(report.Files, f => f.Path.EndsWith("junk.log", StringComparison.Ordinal) && f.Kind == LogKind.Unknown && f.Unknown is not null);
        Assert.Contains(report.Files, f => f.Path.EndsWith("u_ex.log", StringComparison.Ordinal) && f.IsTorn);
        Assert.Contains(report.RuleProblems, p => p.IsError && p.File.EndsWith("broken.yml", StringComparison.Ordinal));
        Assert.Contains(report.Files, f => f.Kind == LogKind.ExchangeHttpProxy && f.Events == 1);
    }

    [Fact]
    public void MoreFilesThanTheLimit_AreLeftOut_AndSaid()
    {
        var report = _place.Log("a.log", Iis).Log("b.log", Iis).Run(limits: new HuntLimits { Files = 1 });
        Assert.Single(report.Files);
        Assert.Single(report.Left);
    }

    [Fact]
    public void Correlation_JoinsEventsOfSeveralFiles_InTheOrderOfTime()
    {
        const string Rules = """
            title: Page asked for
            name: asked
            id: 00000000-0000-4000-8000-000000000001
            logsource: { category: webserver }
            detection:
              selection:
                cs-uri-stem: /lamps
              condition: selection
            level: low
            ---
            title: Asked for again and again
            id: 00000000-0000-4000-8000-000000000002
            correlation:
              type: event_count
              rules: [asked]
              group-by: [c-ip]
              timespan: 1h
              condition: { gte: 2 }
            level: high
            """;
        var report = _place.Log("ex01/b.log", Iis.Replace("01:00", "01:20", StringComparison.Ordinal)).Log("ex01/c.log", Iis).Log("ex01/proxy.log", Proxy).Rule("many", Rules).Run();
        var finding = Assert.Single(report.Findings);
        Assert.Equal(("Asked for again and again", 2, "ex01"), (finding.Rule.Title, finding.Joined.Count, finding.Host));
        Assert.True(finding.Joined[0].Time < finding.Joined[1].Time);
        Assert.Contains(new Trait(TraitKind.Address, "192.0.2.99"), finding.Traits);
    }

    private static TechniqueOutcome Outcome(HuntReport report, string host, string technique) => Assert.Single(report.Outcomes, o => o.Host == host && o.Technique.Id == technique);
}
