using System.Text;
using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Messages;
using Postvakt.Sharing;
using Postvakt.Sharing.Making;
using Postvakt.Sharing.Stix;
using Postvakt.Signals;

namespace Postvakt.Tests.Sharing;

public sealed class SharedReportBuilderTests
{
    private static readonly DateTimeOffset Start = new(2021, 11, 8, 9, 0, 0, TimeSpan.Zero);
    private static readonly SharingOptions Options = new() { Organisation = "Example Stores AB", OwnDomains = ["stores.example"] };
    private static readonly IReadOnlySet<Indicator> None = new HashSet<Indicator>();
    private static readonly SharedSubject Subject = new("incident", "incident-20211108T090000000-1a2b3c4d", "", Start, ["cecilia@stores.example"]);

    [Fact]
    public void Build_OfMalicious_TellsWhatItCarries()
    {
        var report = Build([Record(0, "thief@thief.example", Verdict.Malicious, ["url:http://thief.example/chart/1234567", "host:thief.example", "file:charts.zip"]), Record(5, "thief@thief.example", Verdict.Suspicious, ["host:thief.example"])]);
        Assert.Equal(["url http://thief.example/chart/1234567 80", "host thief.example 70", "address thief@thief.example 60", "file charts.zip 30"], report.Indicators.Select(i => $"{i.Indicator.Type} {i.Indicator.Value} {i.Confidence}"));
        Assert.Equal((2L, Start, Start.AddMinutes(5), Start.AddMinutes(5)), (report.Mails, report.FirstSeen, report.LastSeen, report.Modified));
        Assert.Equal([new Sightings(1, Start, Start), new Sightings(2, Start, Start.AddMinutes(5))], report.Indicators.Take(2).Select(i => i.Seen));
        Assert.Equal("T1566.002", Assert.Single(report.Techniques));
        Assert.Equal("qbot", Assert.Single(report.Families));
        Assert.Equal(("thief@thief.example", "m0@thief.example", null), (report.Examples[0].From, report.Examples[0].MessageId, report.Examples[0].Subject));
    }

    [Fact]
    public void Build_OfCleanOrRevised_TellsNothing()
    {
        var report = Build([Record(0, "a@b.example", Verdict.Clean, ["host:b.example"]), Record(1, "a@b.example", Verdict.Malicious, ["host:b.example"]) with { Revised = Verdict.Clean }]);
        Assert.Equal((0L, 0), (report.Mails, report.Indicators.Count));
    }

    /// <summary>Each of these says who was attacked.</summary>
    [Theory]
    [InlineData("host:mail.stores.example")]
    [InlineData("address:anna.berg@stores.example")]
    [InlineData("address:cecilia@stores.example")]
    [InlineData("url:http://thief.example/?u=anna.berg@partner.example")]
    [InlineData("url:http://thief.example/?u=anna.berg%40partner.example")]
    [InlineData("url:http://thief.example/#YW5uYS5iZXJnQHN0b3Jlcy5leGFtcGxl")]
    [InlineData("url:http://thief.example/stores.example/login")]
    [InlineData("url:http://thief.example/anna.berg/1")]
    [InlineData("file:invoice stores 12.zip")]
    [InlineData("file:Cecilia 12.zip")]
    public void Build_OfWhatTellsAVictim_LeavesItOut(string value)
    {
        var report = Build([Record(0, "", Verdict.Malicious, [value, "host:thief.example"])]);
        Assert.Equal("thief.example", Assert.Single(report.Indicators).Indicator.Value);
        var text = Encoding.UTF8.GetString(StixBundle.Write(report));
        Assert.DoesNotContain("stores.example", text, StringComparison.Ordinal);
        Assert.DoesNotContain("anna.berg", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_WhereOwnDomainsMayBeTold_TellsThem()
    {
        var builder = new SharedReportBuilder(Options with { TellOwnDomains = true }, Subject);
        builder.Add(Record(0, "", Verdict.Malicious, ["host:old.stores.example"]));
        Assert.Equal("old.stores.example", Assert.Single(builder.Build(Tlp.Amber, [], None, "x", Start).Indicators).Indicator.Value);
    }

    [Fact]
    public void Build_OfWhatOrdinaryMailUses_LeavesItOutAndCountsIt()
    {
        var builder = new SharedReportBuilder(Options, Subject);
        builder.Add(Record(0, "partner@partner.example", Verdict.Malicious, ["host:partner.example", "host:thief.example"]));
        var report = builder.Build(Tlp.Amber, [new("host", "partner.example"), new("address", "partner@partner.example")], None, "x", Start);
        Assert.Equal(("thief.example", 2, 0), (Assert.Single(report.Indicators).Indicator.Value, builder.LeftOut, report.Examples.Count));
    }

    [Fact]
    public void Build_OfWhatOthersGave_LeavesItOut_InMailsToo()
    {
        var builder = new SharedReportBuilder(Options, Subject);
        builder.Add(Record(0, "thief@thief.example", Verdict.Malicious, ["host:thief.example", "file:given.zip", "file:ours.zip"]));
        var report = builder.Build(Tlp.Amber, [], new HashSet<Indicator> { new("host", "thief.example"), new("file", "given.zip") }, "x", Start);
        Assert.Equal(["address thief@thief.example", "file ours.zip"], report.Indicators.Select(i => $"{i.Indicator.Type} {i.Indicator.Value}"));
        Assert.Equal(["ours.zip"], Assert.Single(report.Examples).Files);
        Assert.Equal(2, builder.LeftOut);
    }

    [Fact]
    public void Build_OfWhatAPersonNamed_TellsIt()
    {
        var builder = new SharedReportBuilder(Options, Subject);
        builder.Add(Record(0, "", Verdict.Malicious, ["host:partner.example"]));
        builder.Add(new KnownIndicator(new("host", "partner.example"), IndicatorGrade.Malicious, "account:rita", "hacked", Subject.Id, Start.AddHours(2), Start.AddDays(9)));
        var report = builder.Build(Tlp.Green, [new("host", "partner.example")], None, "x", Start);
        Assert.Equal((80, Start.AddDays(9), Start.AddHours(2)), (Assert.Single(report.Indicators).Confidence, report.Indicators[0].ValidUntil, report.Modified));
    }

    [Fact]
    public void Build_Again_HasTheSameIds()
    {
        LedgerEntry[] records = [Record(0, "thief@thief.example", Verdict.Malicious, ["url:http://thief.example/1", "sha256:" + new string('a', 64)])];
        Assert.Equal(StixBundle.Write(Build(records)), StixBundle.Write(Build(records)));
    }

    private static SharedReport Build(IEnumerable<LedgerEntry> records)
    {
        var builder = new SharedReportBuilder(Options, Subject);
        foreach (var record in records) builder.Add(record);
        return builder.Build(Tlp.Amber, [], None, "links /a/N", Start);
    }

    private static LedgerEntry Record(int minute, string from, Verdict verdict, string[] indicators) => new()
    {
        Org = "default", Answer = new StoredAnswer($"r{minute}", verdict, Disposition.Quarantine, 0.9, ""), At = Start.AddMinutes(minute), Listener = "smtp", RepeatKey = [], Digest = [], Size = 1, MessageId = $"m{minute}@thief.example",
        Envelope = new Envelope("", "", from, ["anna.berg@stores.example"]), From = from, SealedSubject = [], Intended = Disposition.Quarantine,
        Findings = [new Finding("x", "x", Severity.High, "detector", [], ["T1566.002"]), new Finding("family", "It resembles qbot (confidence 0.80).", Severity.Info, "documents", [], [])], SealedEvidence = null,
        Indicators = [.. indicators.Select(i => new Indicator(i[..i.IndexOf(':', StringComparison.Ordinal)], i[(i.IndexOf(':', StringComparison.Ordinal) + 1)..])).Concat(from.Length > 0 ? [new("address", from)] : [])], Campaign = "",
    };
}
