using Postvakt.Detection;
using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.Messages;
using Postvakt.Quarantine;

namespace Postvakt.Tests.Incidents;

public sealed class IncidentCountTests
{
    private static readonly DateTimeOffset Start = new(2021, 11, 8, 9, 0, 0, TimeSpan.Zero);
    private static readonly Incident Some = new("incident-1", "x", IncidentState.Open, Start, "account:rita");

    [Fact]
    public void Figures_AreWhatTheRecordsSay()
    {
        var count = new IncidentCount(Some);
        count.Add(Record(0, "a@x.example", Verdict.Suspicious, Disposition.Tag, "b@firm.example"));
        count.Add(Record(5, "A@X.example", Verdict.Malicious, Disposition.Quarantine, "b@firm.example", "c@firm.example"));
        count.Add(Record(7, "d@y.example", Verdict.Malicious, Disposition.Quarantine, "c@firm.example") with { Held = new QuarantineItem("r7", Start, Start, QuarantineState.Released, "d@y.example", ["c@firm.example"], 1) });
        var figures = count.Figures(whole: true);
        Assert.Equal((3L, 2L, 2L, 2L, 1L, 1L), (figures.Mails, figures.Senders, figures.People, figures.Held, figures.Delivered, figures.Released));
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)), (figures.After(figures.Detected), figures.After(figures.FirstHeld)));
        Assert.Null(figures.After(figures.FirstSweep));
        Assert.Equal([IncidentSign.Delivered, IncidentSign.Released], count.Signs());
        Assert.Equal(Severity.High, IncidentSeverity.Of(count.Signs()));
    }

    [Theory]
    [InlineData("It resembles qbot (confidence 0.80).", "documents", true)]
    [InlineData("It resembles Emotet (confidence 0.50).", "documents", true)]
    [InlineData("It resembles agenttesla (confidence 0.80).", "documents", false)]
    [InlineData("It resembles qbot (confidence 0.80).", "rule", false)]
    public void SignsOfQbotAndEmotet_AreForerunnersOfRansomware(string title, string source, bool expected)
    {
        var count = new IncidentCount(Some);
        count.Add(Record(0, "a@x.example", Verdict.Malicious, Disposition.Quarantine, "b@firm.example") with { Findings = [new Finding("family", title, Severity.Info, source, [], [])] });
        Assert.Equal(expected, count.Signs().Contains(IncidentSign.RansomwareForerunner));
        Assert.Equal(expected ? Severity.Critical : Severity.Medium, IncidentSeverity.Of(count.Signs()));
    }

    [Fact]
    public void Burst_IsWidespread()
    {
        var count = new IncidentCount(Some with { Accounts = ["carl@firm.example"] });
        for (var i = 0; i < IncidentSeverity.ManyMails; i++) count.Add(Record(i, "a@x.example", Verdict.Malicious, Disposition.Quarantine, "b@firm.example"));
        Assert.Equal([IncidentSign.Widespread, IncidentSign.AccountTakenOver], count.Signs());
    }

    private static LedgerEntry Record(int minute, string from, Verdict verdict, Disposition applied, params string[] recipients) => new()
    {
        Org = "default", Answer = new StoredAnswer($"r{minute}", verdict, applied, 0.9, ""), At = Start.AddMinutes(minute), Listener = "mx", RepeatKey = [], Digest = [], Size = 1, MessageId = "", Envelope = new Envelope("", "", from, recipients),
        From = from, SealedSubject = [], Intended = applied, Findings = [], SealedEvidence = null, Indicators = [], Campaign = "",
    };
}
