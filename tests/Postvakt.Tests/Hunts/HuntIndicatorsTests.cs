using Postvakt.Detection;
using Postvakt.Hunts;
using Postvakt.Indicators;
using Postvakt.Quarantine;
using Postvakt.Sigma.Rules;

namespace Postvakt.Tests.Hunts;

/// <summary>Indicators go from mail into hunts, and from hunts to mail.</summary>
public sealed class HuntIndicatorsTests : IDisposable
{
    private const string Endpoint = """
        {"EventID":22,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"pc7","@timestamp":"2026-11-20T01:00:00Z","QueryName":"www.evil.example","Image":"C:\\Program Files\\Excel.exe","User":"FIRM\\anna"}
        {"EventID":22,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"pc7","@timestamp":"2026-11-20T01:00:02Z","QueryName":"update.firm.example","Image":"C:\\Program Files\\Excel.exe","User":"FIRM\\anna"}

        """;

    private readonly HuntPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("host", "www.evil.example", 1)]
    [InlineData("host", "evil.example", 1)]
    [InlineData("url", "http://www.evil.example/", 1)]
    [InlineData("host", "other.example", 0)]
    [InlineData("host", "www*example", 0)]
    [InlineData("file", "'; x: [", 0)]
    [InlineData("path", @"c:\program files\excel.exe", 2)]
    public void Indicator_OfMail_IsFoundInALog(string type, string value, int count)
    {
        var report = _place.Log("pc7.json", Endpoint).Run(HuntKind.Endpoint, null, new Indicator(type, value));

        Assert.Equal(count, report.Findings.Count(f => f.Rule.Title.StartsWith("Indicator of mail", StringComparison.Ordinal)));
        Assert.DoesNotContain(report.RuleProblems, p => p.IsError);
        Assert.Empty(report.Credits);
    }

    [Fact]
    public void Hunt_NamesWhatMailCanBeLookedThroughFor()
    {
        var report = _place.Log("pc7.json", Endpoint).Rule("dns", HuntPlace.Looks("Excel asks", "{ product: windows }", "Image|endswith: Excel.exe")).Run(HuntKind.Endpoint);

        Assert.Equal(["host:update.firm.example", "host:www.evil.example"], HuntIndicators.Of(report).Select(i => $"{i.Type}:{i.Value}"));
    }

    [Fact]
    public void Hunt_OfMildRules_NamesNothing()
    {
        var report = _place.Log("pc7.json", Endpoint).Rule("dns", HuntPlace.Looks("Excel asks", "{ product: windows }", "Image|endswith: Excel.exe", "medium")).Run(HuntKind.Endpoint);

        Assert.Equal(2, report.Findings.Count);
        Assert.Empty(HuntIndicators.Of(report));
    }

    [Theory]
    [InlineData(TraitKind.Hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "sha256")]
    [InlineData(TraitKind.Hash, "d41d8cd98f00b204e9800998ecf8427e", "")]
    [InlineData(TraitKind.Url, "/aspnet_client/a.aspx", "")]
    [InlineData(TraitKind.Url, "https://evil.example/x", "url")]
    [InlineData(TraitKind.Url, "printer.local", "")]
    [InlineData(TraitKind.Address, "192.168.1.7", "")]
    [InlineData(TraitKind.Address, "172.20.1.7", "")]
    [InlineData(TraitKind.Address, "203.0.113.7", "host")]
    [InlineData(TraitKind.Address, "fe80::1", "")]
    [InlineData(TraitKind.File, "charts.zip", "file")]
    [InlineData(TraitKind.File, "kernel32.mui", "")]
    [InlineData(TraitKind.Person, "anna", "")]
    public void Trait_IsAnIndicator_WhereMailCouldCarryIt(TraitKind kind, string value, string type)
    {
        var finding = new HuntFinding(new SigmaRule { Kind = SigmaRuleKind.Detection, Title = "x", File = "x", Level = SigmaLevel.High }, null, "", 0, 0, [], [new Trait(kind, value)]);
        var report = new HuntReport(HuntKind.Endpoint, [finding], [], [], []) { RuleProblems = [], SlowRules = [], Rules = 1 };

        Assert.Equal(type, HuntIndicators.Of(report).SingleOrDefault()?.Type ?? "");
    }

    [Fact]
    public void Mail_AndWhatARecipientsPcDid_AreOneChain()
    {
        var report = _place.Log("pc7.json", Endpoint).Rule("dns", HuntPlace.Looks("Excel asks", "{ product: windows }", "QueryName|endswith: evil.example")).Run(HuntKind.Endpoint);
        var mail = new MailTrace("r1", report.Findings[0].At!.Value.AddDays(-2), "thief@partner.example", ["anna@firm.example"], "1@partner.example", Verdict.Suspicious, Disposition.Tag, null, "", [], [], ["www.evil.example"], [], []);

        var lines = Postvakt.Incidents.IncidentTimeline.Of([mail], HuntLine.Of(report));

        Assert.Equal([(1, "mail"), (1, "endpoint")], lines.Select(l => (l.Chain, l.Line.Hunt)));
        Assert.Contains("delivered", lines[0].Line.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Disposition.Quarantine, QuarantineState.Held, false, "held")]
    [InlineData(Disposition.Quarantine, QuarantineState.Released, true, "released")]
    [InlineData(Disposition.Quarantine, QuarantineState.Deleted, false, "deleted")]
    [InlineData(Disposition.Deliver, null, true, "delivered")]
    [InlineData(Disposition.Reject, null, false, "reject")]
    public void Fate_SaysWhereAMailLies(Disposition applied, QuarantineState? held, bool isDelivered, string fate)
    {
        var mail = new MailTrace("r1", default, "", [], "", Verdict.Clean, applied, held, "", [], [], [], [], []);

        Assert.Equal((isDelivered, fate), (mail.IsDelivered, mail.Fate));
    }
}
