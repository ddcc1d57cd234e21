using Postvakt.Sigma.Mapping;
using Postvakt.Sigma.Rules;
using Postvakt.Sigma.Tests.Building;

namespace Postvakt.Sigma.Tests.Mapping;

public sealed class MappingTests
{
    private static Bed Windows(string source, string detection) => Bed.Of($"title: Test\nlogsource: {{product: windows, {source}}}\ndetection:\n    {detection.Replace("\n", "\n    ", StringComparison.Ordinal)}");

    private static bool Hits(Bed bed, params (string, object?)[] fields)
    {
        var one = Bed.Event(fields);
        one.LogSource = null;
        return bed.Matches(one).Count > 0;
    }

    [Fact]
    public void ProcessCreation_MeansSysmonAndTheAuditLog()
    {
        var bed = Windows("category: process_creation", "sel:\n    Image|endswith: '\\a.exe'\ncondition: sel");
        Assert.True(Hits(bed, ("Channel", "Microsoft-Windows-Sysmon/Operational"), ("EventID", 1), ("Image", "C:\\a.exe")));
        Assert.True(Hits(bed, ("Channel", "security"), ("EventID", "4688"), ("NewProcessName", "C:\\a.exe")));
        Assert.False(Hits(bed, ("Channel", "Microsoft-Windows-Sysmon/Operational"), ("EventID", 1), ("NewProcessName", "C:\\a.exe")));
        Assert.False(Hits(bed, ("Channel", "Microsoft-Windows-Sysmon/Operational"), ("EventID", 5), ("Image", "C:\\a.exe")));
        Assert.False(Hits(bed, ("Channel", "Security"), ("EventID", 4689), ("NewProcessName", "C:\\a.exe")));
        Assert.False(Hits(bed, ("Image", "C:\\a.exe")));
    }

    [Fact]
    public void FieldOfSeveralNames_HoldsIfOneDoes_AndIsNullIfNoneIsThere()
    {
        (string, object?)[] audit = [("Channel", "Security"), ("EventID", 4688)];
        var bed = Windows("category: process_creation", "sel:\n    User|contains: AUTHORI\ncondition: sel");
        Assert.True(Hits(bed, [.. audit, ("SubjectUserName", "x"), ("SubjectDomainName", "NT AUTHORITY")]));
        var absent = Windows("category: process_creation", "sel:\n    User: null\ncondition: sel");
        Assert.False(Hits(absent, [.. audit, ("SubjectUserName", "x")]));
        Assert.True(Hits(absent, audit));
    }

    [Fact]
    public void Correlation_GroupsByWhatTheEventCallsTheField()
    {
        var bed = Bed.Of("""
            title: Started
            name: started
            logsource: {product: windows, category: process_creation}
            detection:
                sel:
                    Image|endswith: '.exe'
                condition: sel
            ---
            title: Many
            correlation:
                type: value_count
                rules: [started]
                group-by: [ParentImage]
                timespan: 1m
                condition: {field: Image, gte: 2}
            """);
        var (session, matches) = (bed.Engine.NewSession(), new List<SigmaMatch>());
        foreach (var name in (string[])["C:\\a.exe", "C:\\b.exe"])
        {
            var one = Bed.Event(("Channel", "Security"), ("EventID", 4688), ("NewProcessName", name), ("ParentProcessName", "C:\\p.exe"));
            (one.LogSource, one.Time) = (null, new DateTimeOffset(2026, 1, 5, 1, 0, 0, TimeSpan.Zero));
            session.Evaluate(one, matches);
        }
        session.Finish(matches);
        Assert.Equal([new("ParentImage", "C:\\p.exe")], Assert.Single(matches).Group);
    }

    [Fact]
    public void Values_AreTranslated()
    {
        var bed = Windows("category: process_creation", "sel:\n    IntegrityLevel: HIGH\ncondition: sel");
        Assert.True(Hits(bed, ("Channel", "Security"), ("EventID", 4688), ("MandatoryLabel", "S-1-16-12288")));
        Assert.True(Hits(bed, ("Channel", "Microsoft-Windows-Sysmon/Operational"), ("EventID", 1), ("IntegrityLevel", "High")));
    }

    [Fact]
    public void Where_IsDemandedOfTheEvent()
    {
        var bed = Windows("category: registry_add", "sel:\n    TargetObject|contains: run\ncondition: sel");
        Assert.True(Hits(bed, ("Channel", "Microsoft-Windows-Sysmon/Operational"), ("EventID", 12), ("EventType", "CreateKey"), ("TargetObject", "x\\Run")));
        Assert.False(Hits(bed, ("Channel", "Microsoft-Windows-Sysmon/Operational"), ("EventID", 12), ("EventType", "DeleteKey"), ("TargetObject", "x\\Run")));
    }

    [Fact]
    public void Service_MeansItsLog_AndTheRuleItsNumbers()
    {
        var bed = Windows("service: security", "sel:\n    EventID: [4720, 4726]\ncondition: sel");
        Assert.True(Hits(bed, ("Channel", "Security"), ("EventID", 4726)));
        Assert.False(Hits(bed, ("Channel", "Security"), ("EventID", 4727)));
        Assert.False(Hits(bed, ("Channel", "System"), ("EventID", 4726)));
        var not = Windows("service: security", "sel:\n    EventID: 4720\ncondition: not sel");
        Assert.True(Hits(not, ("Channel", "Security"), ("EventID", 9)));
        Assert.True(Hits(not, ("Channel", "Security")));
        Assert.False(Hits(not, ("Channel", "Security"), ("EventID", 4720)));
        var more = Windows("service: security", "sel:\n    EventID|gte: 4720\ncondition: sel");
        Assert.True(Hits(more, ("Channel", "Security"), ("EventID", 4721)));
        Assert.False(Hits(more, ("Channel", "Security"), ("EventID", 9)));
    }

    [Fact]
    public void ProductAlone_MeansAnyLog_AndMayNameIt()
    {
        var bed = Bed.Of("title: Test\nlogsource: {product: windows}\ndetection:\n    sel:\n        Channel: Odd Log\n        EventID: 7\n    condition: sel");
        Assert.True(Hits(bed, ("Channel", "odd log"), ("EventID", 7)));
        Assert.False(Hits(bed, ("Channel", "other"), ("EventID", 7)));
    }

    [Fact]
    public void CategoryAndService_MeanWhatBothMean()
    {
        var bed = Windows("category: process_creation, service: sysmon", "sel:\n    A: 1\ncondition: sel");
        Assert.True(Hits(bed, ("Channel", "Microsoft-Windows-Sysmon/Operational"), ("EventID", 1), ("A", 1)));
        Assert.False(Hits(bed, ("Channel", "Security"), ("EventID", 4688), ("A", 1)));
    }

    [Fact]
    public void UnknownLogSource_IsReported_AndTakesDeclaredEvents()
    {
        var bed = Bed.Of("title: Test\nlogsource: {category: webserver}\ndetection:\n    sel:\n        cs-method: POST\n    condition: sel");
        Assert.Equal("Test", Assert.Single(bed.Engine.Unmapped).Title);
        var one = Bed.Event(("cs-method", "post"));
        one.LogSource = new("webserver", "iis", null);
        Assert.Single(bed.Matches(one));
        one.LogSource = new("proxy", null, null);
        Assert.Empty(bed.Matches(one));
    }

    [Fact]
    public void Evidence_NamesTheFieldOfTheEvent()
    {
        var bed = Windows("category: process_creation", "sel:\n    Image|endswith: '\\a.exe'\n    User: null\ncondition: sel");
        var one = Bed.Event(("Channel", "Security"), ("EventID", 4688), ("NewProcessName", "C:\\a.exe"));
        one.LogSource = null;
        Assert.Contains(new SigmaEvidence("NewProcessName", "C:\\a.exe", "Image|endswith: \\a.exe"), Assert.Single(bed.Matches(one)).Evidence);
    }

    [Fact]
    public void Provider_IsDemandedOfTheEvent()
    {
        var problems = new List<SigmaProblem>();
        var own = SigmaMapping.Read("own.yml", "version: 1\nsources:\n  - logsource: {service: traced}\n    events:\n      - channel: '*'\n        provider: [Some-Provider, Other]\n", problems);
        Assert.Empty(problems);
        var bed = Bed.Of("title: Test\nlogsource: {service: traced}\ndetection:\n    sel:\n        A: 1\n    condition: sel", mapping: own);
        Assert.True(Hits(bed, ("Channel", "Whatever"), ("Provider_Name", "some-provider"), ("A", 1)));
        Assert.False(Hits(bed, ("Channel", "Whatever"), ("Provider_Name", "another"), ("A", 1)));
        Assert.False(Hits(bed, ("Provider_Name", "Other"), ("A", 1)));
    }

    [Fact]
    public void OwnMapping_GoesOverTheShippedOne()
    {
        var problems = new List<SigmaProblem>();
        var own = SigmaMapping.Read("own.yml", "version: 1\nsources:\n  - logsource: {product: windows, service: security}\n    events:\n      - channel: Forwarded\n", problems);
        Assert.Empty(problems);
        const string rule = "title: Test\nlogsource: {product: windows, service: security}\ndetection:\n    sel:\n        EventID: 1102\n    condition: sel";
        var bed = Bed.Of(rule, mapping: SigmaMapping.Default.With(own));
        Assert.True(Hits(bed, ("Channel", "Forwarded"), ("EventID", 1102)));
        Assert.False(Hits(bed, ("Channel", "Security"), ("EventID", 1102)));
    }

    [Theory]
    [InlineData("sources: []", "'version: 1' is missing")]
    [InlineData("version: 1\nsources: 3", "'sources' must be a list")]
    [InlineData("version: 1\nsources:\n  - logsource: {product: x}\n    events:\n      - chanel: y", "'chanel' is not known; did you mean 'channel'?")]
    [InlineData("version: 1\nsources:\n  - logsource: {product: x}\n    events:\n      - event_id: y", "'y' is no number of an event")]
    [InlineData("version: 1\nsources:\n  - logsource: {product: x}", "'events' must be a list of at least one")]
    [InlineData("version: 1\nsources:\n  - events: []", "'logsource' is missing")]
    public void Mapping_ThatMeansNothing_IsReported(string yaml, string sentence)
    {
        var problems = new List<SigmaProblem>();
        SigmaMapping.Read("own.yml", yaml, problems);
        Assert.Contains(sentence, Assert.Single(problems).Message, StringComparison.Ordinal);
    }
}
