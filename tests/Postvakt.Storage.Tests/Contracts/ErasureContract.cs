using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>Finding and erasing a person in records, on every store.</summary>
public abstract class ErasureContract(StoreBed bed) : StoreContract(bed)
{
    private const string Author = "a@firm.example", Recipient = "b@firm.example", Other = "c@firm.example";

    [Fact]
    public void RecordsNaming_FindsAuthorsSendersAndRecipients()
    {
        Record(Entry(1) with { From = "x@y.example", Envelope = Entry(1).Envelope with { MailFrom = "bounce@y.example" } });
        Record(Entry(2) with { From = "z@y.example", Envelope = Entry(2).Envelope with { MailFrom = "X@Y.example" } });
        Record(Malicious(3) with { Envelope = Entry(3).Envelope with { Recipients = [Recipient, "x@Y.EXAMPLE"] } });
        Record(Entry(4) with { Envelope = Entry(4).Envelope with { MailFrom = "", Recipients = ["xx@y.example", "x@y.example.org"] } });
        var (found, next) = Ledger.RecordsNaming(" x@y.Example ", 0);
        Assert.Equal(["r1", "r2", "r3"], found.Select(e => e.Answer.Id));
        Assert.Equal(0, next);
        Assert.Equal(("model", 2, QuarantineState.Held), (found[2].Findings[0].Source, found[2].Indicators.Count, found[2].Held!.State));
        Assert.Empty(Ledger.RecordsNaming("nobody@y.example", 0).Found);
        Assert.Empty(Ledger.RecordsNaming("x@y.example", long.MaxValue).Found);
        Assert.Equal(3, Ledger.RecordsNaming("x@y.example", -1).Found.Count);
        // Every bounce would be by nobody.
        Assert.Throws<ArgumentException>(() => Ledger.RecordsNaming(" ", 0));
        Assert.Throws<ArgumentException>(() => Ledger.Erase("r4", "", []));
        Assert.NotNull(Ledger.FindRecord("r4"));
    }

    [Fact]
    public void RecordsNaming_LooksAtAThousandACall_AndMissesNone()
    {
        for (var i = 1; i <= 1_002; i++)
            Assert.Null(Ledger.Record(i is 1 or 1_000 or 1_001 ? Entry(i) with { From = "x@y.example" } : Entry(i), Plain(i), out _));
        Ledger.Commit();
        var (found, next) = Ledger.RecordsNaming("x@y.example", 0);
        Assert.Equal(["r1", "r1000"], found.Select(e => e.Answer.Id));
        Assert.NotEqual(0, next);
        (found, next) = Ledger.RecordsNaming("x@y.example", next);
        Assert.Equal("r1001", Assert.Single(found).Answer.Id);
        Assert.Equal(0, next);
    }

    [Fact]
    public void Author_Erased_NothingOfTheMailStays()
    {
        var used = new Finding(ExceptionRule.Finding, "t", Severity.Info, "e1", [], []);
        Record(Malicious(1) with { Terms = [5, 6], Findings = [used] });
        Record(Malicious(2) with { Terms = [5, 6] });
        Ledger.Revise(["r1"], (Verdict)((int)Verdict.Malicious + 1), "r2");
        Erase("r1", "A@firm.example", 5);
        Assert.Null(Ledger.FindRecord("r1"));
        Assert.Null(Ledger.FindHeld("r1"));
        Assert.Equal(["r2"], Ledger.RecordsWith(new Indicator("host", "evil.example"), 10));
        Assert.Equal((0, null), Ledger.HitsOf(ExceptionRule.Finding, "e1"));
        foreach (var term in (long[])[5, 6])
        {
            Assert.Equal(["r2"], Ledger.RecordsOf(term, Start, 10));
            Assert.Equal("r2", Assert.Single(Ledger.SearchHeld(new HeldQuery { Terms = [term] }).Items).Id);
        }
        Erase("r1", Author, 5);
    }

    [Fact]
    public void Author_Erased_HisRepeatsAreNewMail_AndNobodyElses()
    {
        Record(Malicious(1));
        Erase("r1", Author);
        // May get the row of the erased one.
        Record(Entry(2));
        Assert.Null(Ledger.Record(Entry(3) with { RepeatKey = Malicious(1).RepeatKey }, Plain(3), out _));
        Ledger.Commit();
        Assert.Empty(Ledger.FindRecord("r2")!.Findings);
        Assert.Empty(Ledger.FindRecord("r2")!.Indicators);
    }

    [Fact]
    public void EnvelopeSender_WhoIsAlsoARecipient_IsErasedWithTheMail()
    {
        Record(Malicious(1) with { From = "", Envelope = new("192.0.2.1", "h", "X@y.example", ["x@y.example"]) });
        Erase("r1", "x@y.example");
        Assert.Null(Ledger.FindRecord("r1"));
    }

    [Fact]
    public void Recipient_Erased_TheRestOfTheMailStays()
    {
        var before = Malicious(1) with { Envelope = new("192.0.2.1", "h", Author, [Recipient, Other, "B@Firm.example"]), Held = Malicious(1).Held! with { Recipients = [Recipient, "B@FIRM.example", Other] }, Terms = [5, 6, 7] };
        Record(before);
        var stale = Ledger.FindHeld("r1")!;
        Erase("r1", "b@FIRM.example", 5, 6);
        var after = Ledger.FindRecord("r1")!;
        Assert.Equal([Other], after.Envelope.Recipients);
        Assert.Equal((Author, before.Answer, before.At, before.Size), (after.Envelope.MailFrom, after.Answer, after.At, after.Size));
        Assert.Equal([before.Digest, before.SealedSubject, before.SealedEvidence!], [after.Digest, after.SealedSubject, after.SealedEvidence!]);
        Assert.Equal(2, after.Findings.Count);
        Assert.Equal([Other], after.Held!.Recipients);
        Assert.Empty(Ledger.SearchHeld(new HeldQuery { Terms = [5] }).Items);
        Assert.Single(Ledger.SearchHeld(new HeldQuery { Terms = [7] }).Items);
        Assert.Empty(Ledger.RecordsNaming(Recipient, 0).Found);
        // Whoever read the item before cannot bring the address back.
        Assert.Equal(DecisionOutcome.Changed, Ledger.Decide(new Decision(AuditEvent.Of(Start, new Actor("account:ann", Role.Analyst), "x", "r1", "", "")) { Item = stale, Recipients = stale.Recipients }, Start));
        Erase("r1", Other);
        Assert.Empty(Ledger.FindHeld("r1")!.Recipients);
        // The same mail offered again is still the same.
        Assert.Equal("r1", Ledger.Record(Entry(2) with { RepeatKey = before.RepeatKey }, Plain(2), out _)!.Id);
    }

    [Fact]
    public void WhoIsNotNamed_IsErasedFromNothing()
    {
        Record(Malicious(1) with { Terms = [5] });
        Erase("r1", "b@firm.example.org", 5);
        Erase("r9", Author, 5);
        Erase("r1' OR ''='", Author, 5);
        Assert.Equal([Recipient, Other], Ledger.FindRecord("r1")!.Envelope.Recipients);
        Assert.Equal(1, Ledger.FindHeld("r1")!.Version);
        Assert.Equal(["r1"], Ledger.RecordsOf(5, Start, 10));
    }

    private void Erase(string id, string address, params long[] terms)
    {
        Ledger.Erase(id, address, terms);
        Ledger.Commit();
    }

    private void Record(LedgerEntry entry)
    {
        Assert.Null(Ledger.Record(entry, Plain(int.Parse(entry.Answer.Id[1..], System.Globalization.CultureInfo.InvariantCulture)), out _));
        Ledger.Commit();
    }
}
