using CsCheck;
using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma.Tests.Correlations;

public sealed class CorrelationTests
{
    [Fact]
    public void EventCount_CountsInASlidingWindow()
    {
        var stream = new Stream(Stream.Correlation("event_count", "condition: {gte: 3}"));
        // 8, 12 and 14 lie within ten seconds across what would be a border of the clock.
        stream.At(0, "a").At(8, "a").At(12, "a").At(14, "a").End();
        Assert.Equal("2,3,4", stream.Told);
        var match = stream.Matches[0];
        Assert.Equal(("Joined", SigmaLevel.High, 3.0, 3, 4L), (match.Rule.Title, match.Rule.Level, match.Measured, match.EventCount, match.Token));
    }

    [Fact]
    public void EventCount_TellsABurstOnceForEachWindow()
    {
        var stream = new Stream(Stream.Correlation("event_count", "condition: {gt: 2}"));
        for (var second = 0; second < 40; second++) stream.At(second, "a");
        // A steady stream: told at the third event, and again whenever none of the told events is left in the window.
        Assert.Equal([3, 11, 11, 11], stream.Matches.Select(m => m.EventCount));
    }

    [Fact]
    public void EventCount_EndsExactlyAtItsTimespan()
    {
        Assert.Equal("1,2", new Stream(Stream.Correlation("event_count", "condition: {gte: 2}")).At(0, "a").At(10, "a").Told);
        Assert.Equal("", new Stream(Stream.Correlation("event_count", "condition: {gte: 2}")).At(0, "a").At(10.001, "a").Told);
    }

    [Theory]
    [InlineData("{lt: 3}", 2, true)]
    [InlineData("{lt: 3}", 3, false)]
    [InlineData("{lte: 3}", 3, true)]
    [InlineData("{eq: 3}", 3, true)]
    [InlineData("{eq: 3}", 4, false)]
    [InlineData("{neq: 3}", 4, true)]
    [InlineData("{neq: 3}", 3, false)]
    [InlineData("{gt: 2, lte: 4}", 4, true)]
    [InlineData("{gt: 2, lte: 4}", 5, false)]
    [InlineData("{gt: 2, lte: 4}", 2, false)]
    public void Condition_WithAnUpperEnd_IsDecidedWhenTheWindowHasPassed(string condition, int events, bool matches)
    {
        var stream = new Stream(Stream.Correlation("event_count", $"condition: {condition}"));
        for (var i = 0; i < events; i++) stream.At(i, "a");
        Assert.Empty(stream.Matches);
        stream.At(60, "b").End();
        Assert.Equal(matches ? 1 : 0, stream.Matches.Count(m => m.Rule.Title == "Joined"));
    }

    [Fact]
    public void GroupBy_CountsEachGroupForItself()
    {
        var stream = new Stream(Stream.Correlation("event_count", "group-by: [Host, User]\ncondition: {gte: 2}"));
        stream.At(0, "a", ("Host", "h1"), ("User", "u")).At(1, "a", ("Host", "h2"), ("User", "u")).At(2, "a", ("Host", "H1"), ("User", "v")).At(3, "a", ("Host", "H1"), ("User", "U"));
        Assert.Equal("1,4", stream.Told);
        Assert.Equal([new("Host", "h1"), new("User", "u")], stream.Matches[0].Group);
        stream.At(4, "a", ("Host", "h1"));
        Assert.Equal(1, stream.Statistics.WithoutGroup);
    }

    [Fact]
    public void ValueCount_CountsDifferentValues()
    {
        var stream = new Stream(Stream.Correlation("value_count", "condition: {field: User, gte: 3}"));
        stream.At(0, "a", ("User", "x")).At(1, "a", ("User", "X")).At(2, "a", ("User", "y")).At(3, "a").At(4, "a", ("User", "z"));
        Assert.Equal("1,2,3,5", stream.Told);
        Assert.Equal(3, stream.Matches[0].Measured);
    }

    [Fact]
    public void ValueCount_ForgetsWhatLeftTheWindow() =>
        Assert.Empty(new Stream(Stream.Correlation("value_count", "condition: {field: User, gte: 3}")).At(0, "a", ("User", "x")).At(8, "a", ("User", "y")).At(11, "a", ("User", "z")).Matches);

    [Fact]
    public void ValueCount_OverSeveralFields_CountsTheirCombinations() =>
        Assert.Single(new Stream(Stream.Correlation("value_count", "condition: {field: [User, Port], gte: 2}")).At(0, "a", ("User", "x"), ("Port", 1)).At(1, "a", ("User", "x"), ("Port", 2)).Matches);

    [Fact]
    public void ValueSum_AddsNumbers()
    {
        var stream = new Stream(Stream.Correlation("value_sum", "condition: {field: Bytes, gt: 100}"));
        stream.At(0, "a", ("Bytes", 60)).At(1, "a", ("Bytes", "none")).At(2, "a", ("Bytes", "0x29"));
        Assert.Equal("1,3", stream.Told);
        Assert.Equal(101, stream.Matches[0].Measured);
    }

    [Fact]
    public void ValueAverage_IsDecidedAtTheEnd()
    {
        var stream = new Stream(Stream.Correlation("value_avg", "condition: {field: Bytes, gt: 500}"));
        stream.At(0, "a", ("Bytes", 900)).At(1, "a", ("Bytes", 100)).At(30, "a", ("Bytes", 900)).At(31, "a", ("Bytes", 101)).End();
        Assert.Equal("3,4", stream.Told);
        Assert.Equal(500.5, stream.Matches[0].Measured);
    }

    [Fact]
    public void ValuePercentile_WithAPercentile_ComparesTheValueThere()
    {
        var stream = new Stream(Stream.Correlation("value_percentile", "condition: {field: Bytes, percentile: 90, gte: 90}"));
        for (var i = 0; i <= 100; i++) stream.At(i * 0.09, "a", ("Bytes", i));
        stream.End();
        Assert.Equal(90, Assert.Single(stream.Matches).Measured!.Value, 6);
    }

    [Fact]
    public void ValuePercentile_Alone_FindsRareValues()
    {
        var stream = new Stream(Stream.Correlation("value_percentile", "condition: {field: Image, lte: 1}"));
        for (var i = 0; i < 150; i++) stream.At(i * 0.05, "a", ("Image", i == 70 ? "rare.exe" : "common.exe"));
        stream.End();
        Assert.Equal("71", stream.Told);
        Assert.Equal(100.0 / 150, stream.Matches[0].Measured!.Value, 6);
    }

    [Fact]
    public void Temporal_NeedsAllRulesInAnyOrder()
    {
        var stream = new Stream(Stream.Correlation("temporal", "group-by: [Host]", "[a, b, c]"));
        stream.At(0, "c", ("Host", "h")).At(1, "a", ("Host", "h")).At(2, "a", ("Host", "h")).At(3, "b", ("Host", "other")).At(9, "b", ("Host", "h"));
        Assert.Equal("1,3,5", stream.Told);
        // A second chain is told too.
        stream.At(11, "a", ("Host", "h")).At(12, "b", ("Host", "h")).At(13, "c", ("Host", "h"));
        Assert.Equal(2, stream.Matches.Count);
    }

    [Fact]
    public void Temporal_WithACondition_CountsDifferentRules() =>
        Assert.Equal("2,3", new Stream(Stream.Correlation("temporal", "condition: {gte: 2}", "[a, b, c]")).At(0, "a").At(20, "a").At(21, "c").Told);

    [Fact]
    public void TemporalOrdered_NeedsTheOrder()
    {
        Assert.Equal("2,3,5", new Stream(Stream.Correlation("temporal_ordered", "", "[a, b, c]")).At(0, "b").At(1, "a").At(2, "b").At(3, "a").At(4, "c").Told);
        Assert.Equal("", new Stream(Stream.Correlation("temporal_ordered", "", "[a, b, c]")).At(0, "c").At(1, "b").At(2, "a").Told);
        Assert.Equal("", new Stream(Stream.Correlation("temporal_ordered", "", "[a, b, c]")).At(0, "a").At(5, "b").At(11, "c").Told);
    }

    [Fact]
    public void TemporalOrdered_WithACondition_TakesAPartOfTheOrder() =>
        Assert.Equal("2,3", new Stream(Stream.Correlation("temporal_ordered", "condition: {gte: 2}", "[a, b, c]")).At(0, "c").At(1, "b").At(2, "c").Told);

    /// <summary>Against the definition: is there a choice of events in order within the time?</summary>
    [Fact]
    public void TemporalOrdered_FindsAChain_WhereverThereIsOne() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 4]).Array[0, 12].Sample(steps =>
        {
            var stream = new Stream(Stream.Correlation("temporal_ordered", "", "[a, b, c]"));
            var events = new List<(char Kind, int Time)>();
            var time = 0;
            foreach (var (kind, gap) in steps)
            {
                time += gap;
                events.Add(("abc"[kind], time));
                if (stream.Matches.Count == 0) stream.At(time, "abc"[kind].ToString());
            }
            var expected = events.Select((e, i) => (e, i)).Any(c => c.e.Kind == 'c' && events.Take(c.i).Select((e, i) => (e, i)).Any(b => b.e.Kind == 'b' && events.Take(b.i).Any(a => a.Kind == 'a' && c.e.Time - a.Time <= 10)));
            Assert.Equal(expected, stream.Matches.Count > 0);
        }, iter: 200);

    [Fact]
    public void Aliases_JoinDifferentFields()
    {
        var stream = new Stream(Stream.Correlation("temporal", "group-by: [inner]\naliases:\n    inner:\n        a: Source\n        b: Target", "[a, b]"));
        stream.At(0, "a", ("Source", "192.0.2.1"), ("Target", "x")).At(1, "b", ("Target", "192.0.2.2")).At(2, "b", ("Target", "192.0.2.1"), ("Source", "y"));
        Assert.Equal("1,3", stream.Told);
        Assert.Equal([new("inner", "192.0.2.1")], stream.Matches[0].Group);
    }

    [Fact]
    public void Chain_OfCorrelations_CarriesTheEventsOfAll()
    {
        var stream = new Stream("""
            title: Many, then one
            correlation:
                type: temporal_ordered
                rules: [many, b]
                group-by: [User]
                timespan: 1m
            ---
            title: Many
            name: many
            correlation:
                type: event_count
                rules: [id-a]
                group-by: [Host]
                timespan: 10s
                condition: {gte: 3}
            """);
        stream.At(0, "a", ("Host", "h"), ("User", "u")).At(1, "a", ("Host", "h"), ("User", "u")).At(2, "a", ("Host", "h"), ("User", "u")).At(3, "b", ("User", "other")).At(30, "b", ("User", "u"));
        var match = Assert.Single(stream.Matches);
        Assert.Equal(("Many, then one", 4), (match.Rule.Title, match.EventCount));
        Assert.Equal([1, 2, 3, 5], match.Events.Select(e => e.Token));
        Assert.Equal(["a", "a", "a", "b"], match.Events.Select(e => e.Rule.Name));
    }

    [Fact]
    public void Generate_HandsOutTheRulesToo()
    {
        Assert.Equal("", new Stream(Stream.Correlation("event_count", "condition: {gte: 2}")).At(0, "a").Told);
        Assert.Equal("a", new Stream(Stream.Correlation("event_count", "condition: {gte: 2}\ngenerate: true")).At(0, "a").Told);
        Assert.Equal("a", new Stream(Stream.Correlation("event_count", "condition: {gte: 2}", top: "generate: true\n")).At(0, "a").Told);
        Assert.Equal("b", new Stream(Stream.Correlation("event_count", "condition: {gte: 2}")).At(0, "b").Told);
    }

    [Fact]
    public void Events_WithoutTime_AreCounted()
    {
        var stream = new Stream(Stream.Correlation("event_count", "condition: {gte: 1}")).Timeless("a");
        Assert.Equal((0, 1L), (stream.Matches.Count, stream.Statistics.WithoutTime));
    }

    [Fact]
    public void Events_OutOfOrder_AreJoinedWhenSorted()
    {
        var correlation = Stream.Correlation("temporal_ordered", "", "[a, b, c]");
        var sorted = new Stream(correlation, new() { SortByTime = true }).At(104, "c").At(2, "b").At(1, "a").At(103, "b").At(102, "a").At(4, "c");
        Assert.Empty(sorted.Matches);
        Assert.Equal("3,2,6 | 5,4,1", sorted.End().Told);
        var late = new Stream(correlation).At(104, "a").At(2, "a");
        Assert.Equal(1, late.Statistics.LateEvents);
    }

    [Fact]
    public void EventALittleLate_StillCounts() =>
        Assert.Equal("1,3,2", new Stream(Stream.Correlation("temporal_ordered", "", "[a, b, c]")).At(0, "a").At(5, "c").At(4, "b").Told);

    [Fact]
    public void Groups_AreBounded_AndWhatIsDroppedIsCounted()
    {
        var stream = new Stream(Stream.Correlation("event_count", "group-by: [Host]\ncondition: {gte: 2}"), new() { MaxGroups = 10 });
        for (var i = 0; i < 100; i++) stream.At(i * 0.01, "a", ("Host", $"h{i}"));
        Assert.Equal((90L, 90L), (stream.Statistics.DroppedGroups, stream.Statistics.DroppedEvents));
        stream.At(1, "a", ("Host", "h99"));
        Assert.Single(stream.Matches);
    }

    [Fact]
    public void EventsOfAGroup_AreBounded_ButReachTheirThreshold()
    {
        var stream = new Stream(Stream.Correlation("event_count", "condition: {gte: 50}"), new() { MaxEventsPerGroup = 10, MaxEventsPerMatch = 5 });
        for (var i = 0; i < 60; i++) stream.At(0.1 * i, "a");
        Assert.Equal((50, 5), (stream.Matches[0].EventCount, stream.Matches[0].Events.Count));
        Assert.Equal(9, stream.Statistics.DroppedEvents);
    }

    [Fact]
    public void AllHeldEvents_AreBounded()
    {
        var stream = new Stream(Stream.Correlation("event_count", "group-by: [Host]\ncondition: {gte: 1000}"), new() { MaxHeldEvents = 100 });
        for (var i = 0; i < 1_000; i++) stream.At(0.001 * i, "a", ("Host", $"h{i % 50}"));
        Assert.True(stream.Statistics.DroppedEvents >= 890);
    }

    [Fact]
    public void AllHeldEvents_AreBounded_OverManyCorrelations()
    {
        var many = string.Join("\n---\n", Enumerable.Range(0, 10).Select(i => Stream.Correlation("event_count", "condition: {gte: 1000}").Replace("joined", $"joined{i}", StringComparison.Ordinal)));
        var stream = new Stream(many, new() { MaxHeldEvents = 100 });
        for (var i = 0; i < 100; i++) stream.At(0.001 * i, "a");
        Assert.True(stream.Statistics.DroppedEvents >= 900);
    }

    [Fact]
    public void WindowsThatClose_AreGivenUpWithTheirGroups()
    {
        var stream = new Stream(Stream.Correlation("event_count", "group-by: [Host]\ncondition: {eq: 1}"), new() { MaxGroups = 5 });
        for (var i = 0; i < 1_000; i++) stream.At(0.001 * i, "a", ("Host", $"h{i}"));
        stream.End();
        Assert.Equal((5, 995L), (stream.Matches.Count, stream.Statistics.DroppedGroups));
    }

    [Theory]
    [InlineData("type: event_count\n    rules: [nobody]\n    timespan: 1m\n    condition: {gte: 1}", "no rule has the id or name 'nobody'")]
    [InlineData("type: event_cuont\n    rules: [a]\n    timespan: 1m", "correlation type 'event_cuont' is not known; did you mean 'event_count'?")]
    [InlineData("type: event_count\n    rules: [a]\n    timespan: 1m", "'condition' is missing")]
    [InlineData("type: event_count\n    rules: [a]\n    timespan: 1m\n    condition: {more: 1}", "'more' is no comparison")]
    [InlineData("type: event_count\n    rules: [a]\n    timespan: 1m\n    condition: {field: x}", "the condition compares with nothing")]
    [InlineData("type: event_count\n    rules: [a]\n    timespan: 1m\n    condition: {gte: many}", "'gte' needs a number")]
    [InlineData("type: event_count\n    rules: [a]\n    timespan: 1m\n    condition: {gte: 99999999}", "a threshold may be 1,000,000")]
    [InlineData("type: event_count\n    rules: [a]\n    timespan: 1m\n    condition: {gte: 1, field: x}", "'field' goes only with the types that begin with value_")]
    [InlineData("type: value_count\n    rules: [a]\n    timespan: 1m\n    condition: {gte: 1}", "needs the 'field' whose values count")]
    [InlineData("type: temporal\n    rules: [a]", "'timespan' is missing")]
    [InlineData("type: temporal\n    rules: [a]\n    timespan: 5 minutes", "the timespan '5 minutes' is not a number with s, m, h or d behind it")]
    [InlineData("type: temporal\n    rules: []\n    timespan: 5m", "'rules' is empty")]
    [InlineData("type: temporal\n    rules: [me, a]\n    timespan: 5m", "it calls a correlation that is not loaded, or itself over others")]
    public void Correlation_ThatMeansNothing_IsRefusedWithASentence(string correlation, string sentence)
    {
        var problems = Building.Bed.Read(Stream.Base + $"title: Wrong\nname: me\ncorrelation:\n    {correlation}\n").Problems;
        Assert.Contains(sentence, Assert.Single(problems, p => p.IsError).Message, StringComparison.Ordinal);
    }
}
