using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>What held mail and records are found by, on every store.</summary>
public abstract class SearchContract(StoreBed bed) : StoreContract(bed)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void Pages_OfEveryQuery_ShowEachItemOnce_NewestFirst()
    {
        // Three of one time each; terms by the number's remainders; every fifth deleted.
        var held = Enumerable.Range(0, 90).Select(i => Held(i, TimeSpan.FromMinutes(i / 3), [.. new[] { 2, 3, 7 }.Where(n => i % n == 0).Select(n => (long)n), -1])).ToArray();
        foreach (var entry in held) Record(entry);
        for (var i = 0; i < held.Length; i += 5) Settle(held[i].Answer.Id, QuarantineState.Deleted);
        var found = 0;
        foreach (var terms in (long[][])[[], [2], [3, 2], [2, 3, 7], [-1, 7], [99], [2, 99], [2, 2, 2]])
        foreach (var state in (QuarantineState?[])[null, QuarantineState.Held, QuarantineState.Deleted, QuarantineState.InDoubt])
        foreach (var (since, before) in ((int?, int?)[])[(null, null), (10, null), (null, 20), (5, 25), (25, 5)])
        foreach (var max in (int[])[1, 4, 1_000])
        {
            if (max == 1 && terms.Length == 0) continue;
            var query = new HeldQuery { Max = max, State = state, Terms = terms, Since = Start + since * TimeSpan.FromMinutes(1), Before = Start + before * TimeSpan.FromMinutes(1) };
            var due = held.Where((e, i) => terms.All(e.Terms.Contains) && (state is null || state == (i % 5 == 0 ? QuarantineState.Deleted : QuarantineState.Held))
                && e.At >= (query.Since ?? e.At) && (query.Before is not { } end || e.At < end)).OrderByDescending(e => e.At).ThenByDescending(e => e.Answer.Id, StringComparer.Ordinal).Select(e => e.Answer.Id).ToArray();
            Assert.Equal(due, All(query));
            found += due.Length;
        }
        Assert.InRange(found, 1_000, int.MaxValue);
    }

    [Fact]
    public void Page_IsTheLast_WhenNothingIsLeft()
    {
        for (var i = 1; i <= 4; i++) Record(Held(i, i * Day, [5]));
        var first = Ledger.SearchHeld(new HeldQuery { Max = 2, Terms = [5] });
        Assert.Equal(["r4", "r3"], first.Items.Select(i => i.Id));
        Assert.Equal(new HeldPlace(Start + 3 * Day, "r3"), first.Next);
        // What comes in between does not move the pages.
        Record(Held(5, 5 * Day, [5]));
        var second = Ledger.SearchHeld(new HeldQuery { Max = 2, Terms = [5], After = first.Next });
        Assert.Equal(["r2", "r1"], second.Items.Select(i => i.Id));
        Assert.Null(second.Next);
        Assert.Equal(Ledger.FindHeld("r2")!.Recipients, second.Items[0].Recipients);
        // A place whose item is gone is a place nevertheless.
        Assert.Equal(["r3", "r2", "r1"], Ledger.SearchHeld(new HeldQuery { After = new HeldPlace(Start + 3.5 * Day, "zzz") }).Items.Select(i => i.Id));
    }

    [Fact]
    public void TermsThatNeverMeet_CostPagesWithoutItems_AndEnd()
    {
        Record(Held(1, default, [8, 9]));
        // 6,000 rows each at the same few times, of mail that is not held, before the one that has both.
        foreach (var term in (int[])[8, 9])
            Bed.Scalar($"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n WHERE x<6000) INSERT INTO term(org,term,at,id) SELECT 1,{term},{(Start + Day).ToUnixTimeMilliseconds()}+x/3000,'t{term}-'||x FROM n");
        var query = new HeldQuery { Terms = [8, 9] };
        var page = Ledger.SearchHeld(query);
        Assert.Empty(page.Items);
        Assert.Equal("t8", page.Next!.Id[..2]);
        page = Ledger.SearchHeld(query with { After = page.Next });
        Assert.Equal(["r1"], page.Items.Select(i => i.Id));
        Assert.Null(page.Next);
        Assert.Empty(All(query with { Since = Start + Day }));
        // Beside what is rare, the frequent cost nothing.
        Record(Held(2, default, [8, 9, 10]));
        Assert.Equal(["r2"], Ids(Ledger.SearchHeld(query with { Terms = [8, 9, 10] })));
        Assert.Equal(["r2", "r1"], Ids(Ledger.SearchHeld(query with { State = QuarantineState.Held })));
    }

    [Fact]
    public void StrangeQueries_AreClampedOrRefused()
    {
        for (var i = 1; i <= 3; i++) Record(Held(i, default, [i, long.MinValue, long.MaxValue, 0]));
        Assert.Equal("r3", Assert.Single(Ledger.SearchHeld(new HeldQuery { Max = -5 }).Items).Id);
        Assert.Equal(3, Ledger.SearchHeld(new HeldQuery { Max = int.MaxValue, Terms = [long.MinValue, long.MaxValue, 0] }).Items.Count);
        Assert.Throws<ArgumentException>(() => Ledger.SearchHeld(new HeldQuery { Terms = [.. Enumerable.Range(1, 17).Select(n => (long)n)] }));
        Assert.Equal(["r1"], All(new HeldQuery { Terms = [.. Enumerable.Repeat(1L, 17)] }));
        foreach (var id in (string[])["", "\0", "half\ud800", new string('z', 100_000), "r2' OR 1=1 --"])
            Assert.InRange(All(new HeldQuery { After = new HeldPlace(Start, id) }).Count, 0, 3);
        Assert.Equal(3, All(new HeldQuery { After = new HeldPlace(DateTimeOffset.MaxValue, "") }).Count);
        Assert.Empty(All(new HeldQuery { After = new HeldPlace(DateTimeOffset.MinValue, "z"), Since = DateTimeOffset.MinValue }));
        Assert.Empty(All(new HeldQuery { Since = DateTimeOffset.MaxValue }));
        Assert.Empty(All(new HeldQuery { State = (QuarantineState)77 }));
    }

    [Fact]
    public void RecordsOf_AreNewestFirst_AlsoOfMailThatWasNotHeld()
    {
        Record(Held(1, default, [5]));
        Record(Held(2, 2 * Day, [5]) with { Held = null });
        Record(Held(3, Day, [5, 6]));
        Record(Entry(4, Day));
        Assert.Equal(["r2", "r3", "r1"], Ledger.RecordsOf(5, Start, 10));
        Assert.Equal(["r2", "r3"], Ledger.RecordsOf(5, Start + Day, 10));
        Assert.Equal(["r2"], Ledger.RecordsOf(5, Start, 1));
        Assert.Empty(Ledger.RecordsOf(5, Start, -1));
        Assert.Empty(Ledger.RecordsOf(7, DateTimeOffset.MinValue, 10));
        Assert.Equal(["r3", "r1"], All(new HeldQuery { Terms = [5] }));
    }

    [Fact]
    public void RecordThatFails_AndRepeats_LeaveNoTerms()
    {
        Record(Held(1, default, [5]));
        Assert.Throws<StoreException>(() => Ledger.Record(Held(2, default, [6]) with { Answer = Entry(1).Answer }, Plain(2), out _));
        Assert.NotNull(Ledger.Record(Held(3, default, [7]) with { RepeatKey = Entry(1).RepeatKey }, Plain(3), out _));
        Ledger.Commit();
        Assert.Equal(1, Bed.Scalar("SELECT count(*) FROM term"));
    }

    [Fact]
    public void Terms_GoWithWhatTheyFind()
    {
        Record(Held(1, default, [5, 6]));
        Record(Held(2, default, [5]) with { Held = null });
        Record(Held(3, 20 * Day, [5]));
        // On its way: stays in the list however old.
        Record(Held(4, default, [5]));
        Settle("r4", QuarantineState.Delivering);
        Ledger.ExpireRecords(Start + 89 * Day);
        Assert.Equal(5, Bed.Scalar("SELECT count(*) FROM term"));
        Ledger.ExpireRecords(Start + 91 * Day);
        Assert.Equal(2, Bed.Scalar("SELECT count(*) FROM term"));
        Assert.Equal(["r3"], Ledger.RecordsOf(5, Start, 10));
        Assert.Equal(["r3", "r4"], All(new HeldQuery { Terms = [5] }));
    }

    [Fact]
    public void Hits_OfAnException_AreMails()
    {
        var used = new Finding(ExceptionRule.Finding, "An exception let it through.", Severity.Info, "e1", [], []);
        Assert.Equal((0, null), Ledger.HitsOf(ExceptionRule.Finding, "e1"));
        Record(Entry(1) with { Findings = [used, used with { Title = "twice" }] });
        Record(Entry(2, 3 * Day) with { Findings = [used] });
        Record(Entry(3, 9 * Day) with { Findings = [used with { Source = "e2" }, used with { Id = "another" }] });
        Assert.Equal((2, Start + 3 * Day), Ledger.HitsOf(ExceptionRule.Finding, "e1"));
        Assert.Equal((1, Start + 9 * Day), Ledger.HitsOf(ExceptionRule.Finding, "e2"));
        Assert.Equal((0, null), Ledger.HitsOf(ExceptionRule.Finding, "e1' OR ''='"));
        Ledger.ExpireRecords(Start + 34 * Day);
        Assert.Equal((0, null), Ledger.HitsOf(ExceptionRule.Finding, "e1"));
    }

    [Fact]
    public void Hits_OfRules_AreCountedForEach()
    {
        var matched = new Finding(RuleDetector.Finding, "Archive behind a link", Severity.Info, "archive-link", [], []);
        Assert.Empty(Ledger.HitsOf(RuleDetector.Finding));
        Record(Entry(1) with { Findings = [matched, matched with { Title = "twice" }] });
        Record(Malicious(2, 3 * Day) with { Findings = [matched, matched with { Source = "a-rule" }, matched with { Id = "another" }] });
        Assert.Equal([new("a-rule", 1, 0, Start + 3 * Day), new SourceHits("archive-link", 2, 1, Start + 3 * Day)], Ledger.HitsOf(RuleDetector.Finding));
        Assert.Equal((2, Start + 3 * Day), Ledger.HitsOf(RuleDetector.Finding, "archive-link"));
    }

    private static LedgerEntry Held(int number, TimeSpan after, long[] terms) => Malicious(number, after) with { Terms = terms };

    private void Record(LedgerEntry entry)
    {
        Assert.Null(Ledger.Record(entry, Plain(int.Parse(entry.Answer.Id[1..], System.Globalization.CultureInfo.InvariantCulture)), out _));
        Ledger.Commit();
    }

    private void Settle(string id, QuarantineState state) => Assert.Equal(DecisionOutcome.Done,
        Ledger.Decide(new Decision(AuditEvent.Of(Start, new Actor("account:ann", Role.Analyst), "settle", id, "", AuditEvent.Done)) { Item = Ledger.FindHeld(id), State = state }, Start));

    /// <summary>Ids of all pages.</summary>
    private List<string> All(HeldQuery query)
    {
        var ids = new List<string>();
        for (var pages = 0; ; pages++)
        {
            Assert.InRange(pages, 0, 100);
            var page = Ledger.SearchHeld(query);
            Assert.InRange(page.Items.Count, 0, Math.Clamp(query.Max, 1, 1_000));
            ids.AddRange(page.Items.Select(i => i.Id));
            if (page.Next is null) return ids;
            query = query with { After = page.Next };
        }
    }

    /// <summary>Of a page that is the last.</summary>
    private static IEnumerable<string> Ids(HeldPage page)
    {
        Assert.Null(page.Next);
        return page.Items.Select(i => i.Id);
    }
}
