using Postvakt.Sigma.Tests.Building;

namespace Postvakt.Sigma.Tests.Scanning;

/// <summary>What one event is asked, and what is shown of it.</summary>
public sealed class SessionTests
{
    private static IReadOnlyList<SigmaEvidence> Evidence(string detection, params (string, object?)[] fields) => Assert.Single(Bed.Detection(detection).Matches(Bed.Event(fields))).Evidence;

    private static bool Hits(string item, params (string, object?)[] fields) => Bed.Detection($"sel:\n    {item}\ncondition: sel").Hits(fields);

    [Fact]
    public void Evidence_ShowsTheValueThatMatched()
    {
        (string, object?)[] fields = [("Data", null), ("Data", "one"), ("Data", "two 1"), ("Data", "two 2")];
        Assert.Equal([new SigmaEvidence("Data", "two 1", "Data|contains: two")], Evidence("sel:\n    Data|contains: two\ncondition: sel", fields));
        Assert.Equal([new SigmaEvidence("Data", "one", "Data: one")], Evidence("sel:\n    Data: one\ncondition: sel", fields));
        Assert.Equal([new SigmaEvidence("Data", "two 2", "Data|re: 2$")], Evidence("sel:\n    Data|re: 2$\ncondition: sel", fields));
        Assert.Equal([new SigmaEvidence("F", "Same", "F|fieldref: G")], Evidence("sel:\n    F|fieldref: G\ncondition: sel", ("F", "x"), ("F", "Same"), ("F", "same 2"), ("G", "same")));
    }

    [Fact]
    public void Evidence_OfPresence_HasNoValue()
    {
        Assert.Equal([new SigmaEvidence("F", null, "F|exists: true")], Evidence("sel:\n    F|exists: true\ncondition: sel", ("F", "x")));
        Assert.Equal([new SigmaEvidence("F", null, "F: null")], Evidence("sel:\n    F: null\ncondition: sel", ("G", "x")));
    }

    [Fact]
    public void Evidence_IsBounded_AndTellsNothingTwice()
    {
        var values = string.Join(", ", Enumerable.Range(100, 40));
        var text = string.Concat(Enumerable.Range(100, 40).Select(i => $"{i} "));
        Assert.Equal(32, Evidence($"sel:\n    F|contains|all: [{values}]\ncondition: sel", ("F", text)).Count);
        Assert.Single(Evidence("a:\n    F: x\nb:\n    F: x\n    G: null\ncondition: a and (b or a)", ("F", "x")), e => e.Field == "F");
    }

    [Fact]
    public void Evidence_OfARuleThatAsksForItsLogAlone_IsTheNumber()
    {
        var bed = Bed.Of("title: Test\nlogsource: {product: windows, service: security}\ndetection:\n    sel:\n        EventID: 1102\n    condition: sel");
        var one = Bed.Event(("Channel", "Security"), ("EventID", 1102));
        one.LogSource = null;
        Assert.Equal([new SigmaEvidence("EventID", "1102", "log and number of the event")], Assert.Single(bed.Matches(one)).Evidence);
    }

    [Fact]
    public void Values_AreAskedEach_AndThoseThatAreNullNever()
    {
        Assert.True(Hits("F|re: b$", ("F", null), ("F", "a"), ("F", "b")));
        Assert.False(Hits("F|re: ^$", ("F", null)));
        Assert.False(Hits("F: ''", ("F", null), ("F", "a")));
        Assert.True(Hits("F: null", ("F", null), ("F", null)));
        Assert.False(Hits("F: null", ("F", null), ("F", "a")));
        Assert.False(Hits("F: null", ("F", "a"), ("F", null)));
        Assert.True(Hits("F|fieldref: G", ("F", "x"), ("F", "y"), ("G", null), ("G", "z"), ("G", "Y")));
        Assert.False(Hits("F|fieldref: G", ("F", ""), ("G", null)));
        Assert.False(Hits("F|fieldref: G", ("F", null), ("G", "")));
    }

    [Fact]
    public void Event_OfManyFields_IsLookedThroughWhole_AndForgotten()
    {
        var bed = Bed.Detection("sel:\n    F|contains: needle\n    G|exists: false\ncondition: sel");
        var session = bed.Engine.NewSession();
        (string, object?)[] many = [.. Enumerable.Range(0, 200).Select(i => ($"X{i}", (object?)"x"))];
        Assert.Single(Evaluate(session, [.. many, ("F", "a needle")]));
        Assert.Empty(Evaluate(session, [.. many, ("G", "x"), ("F", "a needle")]));
        Assert.Empty(Evaluate(session, ("H", "needle")));
        Assert.Single(Evaluate(session, ("F", "needle")));
    }

    /// <summary>What one session made the engine learn, another asks too.</summary>
    [Fact]
    public void Fields_ThatAnotherSessionMadeKnown_AreFound()
    {
        var bed = Bed.Of("title: A\nlogsource: {category: one}\ndetection:\n    sel:\n        F: x\n    condition: sel\n---\ntitle: B\nlogsource: {category: two}\ndetection:\n    sel:\n        G: x\n        H|re: y\n    condition: sel");
        var (early, late) = (bed.Engine.NewSession(), bed.Engine.NewSession());
        SigmaEvent Of(string category, params (string, object?)[] fields)
        {
            var one = Bed.Event(fields);
            one.LogSource = new(category, null, null);
            return one;
        }
        var matches = new List<SigmaMatch>();
        early.Evaluate(Of("one", ("F", "x"), ("G", "x"), ("H", "y")), matches);
        late.Evaluate(Of("two", ("F", "x"), ("G", "x"), ("H", "y")), matches);
        early.Evaluate(Of("one", ("F", "x"), ("G", "x"), ("H", "y")), matches);
        early.Evaluate(Of("two", ("F", "x"), ("G", "x"), ("H", "y")), matches);
        Assert.Equal(["A", "B", "A", "B"], matches.Select(m => m.Rule.Title));
    }

    [Fact]
    public void SlowRule_IsAsked_UntilItWasSlowTooOften()
    {
        var bed = Bed.Detection($"slow:\n    F: '*{string.Concat(Enumerable.Repeat("a?", 4_000))}b*'\nother:\n    G: 1\ncondition: slow or other");
        var session = bed.Engine.NewSession(new() { MaxSlowComparisons = 2 });
        var slow = new string('a', 60_000) + "b";
        Assert.Empty(Evaluate(session, ("F", slow)));
        Assert.Equal((1, false), (Assert.Single(session.SlowRules).Comparisons, session.SlowRules[0].IsStopped));
        // The comparison counts as not fulfilled; the rest of the rule is asked.
        Assert.Single(Evaluate(session, ("F", "x"), ("G", 1)));
        Assert.Empty(Evaluate(session, ("F", slow)));
        Assert.Empty(Evaluate(session, ("F", "x"), ("G", 1)));
        Assert.True(Assert.Single(session.SlowRules).IsStopped);
        Assert.Empty(bed.Engine.NewSession().SlowRules);
    }

    [Fact]
    public void Event_NamesItsLogAndNumberByTheFirstOfEach()
    {
        var bed = Bed.Of("title: Test\nlogsource: {product: windows, service: security}\ndetection:\n    sel:\n        EventID: 7\n    condition: sel");
        bool Matches(params (string, object?)[] fields)
        {
            var one = Bed.Event(fields);
            one.LogSource = null;
            return bed.Matches(one).Count > 0;
        }
        Assert.True(Matches(("EventID", 7), ("EventID", 8), ("Channel", "Security"), ("Channel", "System")));
        Assert.False(Matches(("EventID", 8), ("EventID", 7), ("Channel", "Security")));
        Assert.False(Matches(("EventID", 7), ("Channel", "System"), ("Channel", "Security")));
        Assert.False(Matches(("X", 7), ("Channel", "Security")));
        // What is no number names none.
        Assert.True(Matches(("EventID", "seven"), ("EventID", 7), ("Channel", ""), ("Channel", "Security")));
        Assert.False(Matches(("EventID", "-7"), ("Channel", "Security")));
    }

    [Fact]
    public void Keywords_AreLookedForInTheEventAtHand()
    {
        var session = Bed.Detection("words:\n    - needle\ncondition: not words").Engine.NewSession();
        Assert.Empty(Evaluate(session, ("F", "a needle")));
        Assert.Single(Evaluate(session, ("F", "none")));
        Assert.Empty(Evaluate(session, ("G", "needle")));
        // Each is a word of its own in what is joined.
        Assert.Single(Evaluate(session, ("F", "nee"), ("G", "dle")));
    }

    [Fact]
    public void Answer_ToOneEvent_IsNotThatToTheNext()
    {
        var session = Bed.Detection("sel:\n    F|re: '^.$'\ncondition: sel").Engine.NewSession();
        Assert.Equal([1, 0, 1, 0], new[] { "a", "ab", "b", "" }.Select(v => Evaluate(session, ("F", v)).Count));
    }

    [Fact]
    public void Event_WithoutTime_IsCountedOnlyWhereACorrelationAsks()
    {
        var session = Bed.Detection("sel:\n    F: x\ncondition: sel").Engine.NewSession();
        Assert.Single(Evaluate(session, ("F", "x")));
        Assert.Equal(0, session.Statistics.WithoutTime);
    }

    private static List<SigmaMatch> Evaluate(SigmaSession session, params (string, object?)[] fields)
    {
        var matches = new List<SigmaMatch>();
        session.Evaluate(Bed.Event(fields), matches);
        return matches;
    }
}
