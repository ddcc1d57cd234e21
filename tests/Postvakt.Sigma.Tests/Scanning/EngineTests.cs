using CsCheck;
using Postvakt.Sigma.Tests.Building;

namespace Postvakt.Sigma.Tests.Scanning;

public sealed class EngineTests
{
    /// <summary>Many literals that share beginnings and ends, against the plainest search.</summary>
    [Fact]
    public void Literals_AreFoundWhateverTheyShare()
    {
        var literal = Gen.Char["abé"].Array[1, 5].Select(c => new string(c));
        Gen.Select(literal.Array[1, 12], Gen.Char["abBÉx"].Array[0, 20], Gen.Int[0, 3]).Sample((literals, chars, how) =>
        {
            var modifier = new[] { "contains", "startswith", "endswith", "cased" }[how];
            var text = new string(chars);
            var rules = string.Join("\n---\n", literals.Select((l, i) => Bed.Rule($"{i}", $"sel:\n    F|{modifier}: '{l}'\ncondition: sel")));
            var expected = literals.Select((l, i) => (l, i)).Where(p => modifier switch
            {
                "contains" => text.Contains(p.l, StringComparison.OrdinalIgnoreCase),
                "startswith" => text.StartsWith(p.l, StringComparison.OrdinalIgnoreCase),
                "endswith" => text.EndsWith(p.l, StringComparison.OrdinalIgnoreCase),
                _ => text == p.l,
            }).Select(p => $"{p.i}");
            Assert.Equal(expected.Order(StringComparer.Ordinal), Bed.Of(rules).Matches(Bed.Event(("F", text))).Select(m => m.Rule.Title).Order(StringComparer.Ordinal));
        }, iter: 500);
    }

    [Fact]
    public void LongLiterals_AreComparedWhole()
    {
        var common = new string('p', 300);
        foreach (var modifier in new[] { "contains", "startswith", "endswith" })
        {
            var bed = Bed.Detection($"sel:\n    F|{modifier}: '{common}1{common}'\ncondition: sel");
            Assert.True(bed.Hits(("F", $"{common}1{common}")));
            Assert.False(bed.Hits(("F", $"{common}2{common}")));
        }
    }

    /// <summary>In the index characters beyond ASCII share numbers, 31 apart; what is found there is compared.</summary>
    [Theory]
    [InlineData('\u00C9')]
    [InlineData('\u0080')]
    [InlineData('\u4E00')]
    public void Characters_ThatShareANumber_AreToldApart(char c)
    {
        foreach (var (modifier, before) in ((string, string)[])[("contains", ""), ("contains", "x"), ("startswith", ""), ("startswith", "x"), ("endswith", ""), ("endswith", "x")])
        {
            var bed = Bed.Detection($"sel:\n    F|{modifier}: \"{before}\\u{(int)c:X4}\"\ncondition: sel");
            Assert.True(bed.Hits(("F", $"{before}{c}")));
            Assert.Equal(modifier != "startswith", bed.Hits(("F", $"a{before}{c}")));
            Assert.All(Enumerable.Range(1, 200), i => Assert.False(bed.Hits(("F", $"{before}{(char)(c + 31 * i)}"))));
        }
    }

    /// <summary>More than the largest table holds: each is cut short there, and compared whole.</summary>
    [Fact]
    public void Literals_OfGreatNumberAndLength_AreFoundWhole()
    {
        var random = new Random(1);
        var literals = Enumerable.Range(0, 3_000).Select(_ => string.Concat(Enumerable.Range(0, 40).Select(_ => (char)('a' + random.Next(26))))).ToArray();
        var bed = Bed.Detection($"sel:\n    F|contains:\n{string.Join('\n', literals.Select(l => $"        - {l}"))}\ncondition: sel");
        foreach (var literal in literals.Where((_, i) => i % 100 == 0))
        {
            Assert.True(bed.Hits(("F", $"a {literal} b")));
            Assert.False(bed.Hits(("F", $"a {literal[..39]}- b")));
        }
    }

    [Fact]
    public void RuleOfManyCharacters_DoesNotWidenTheTable()
    {
        var values = string.Join("\n", Enumerable.Range(0x4E00, 3_000).Select(c => $"        - 'x{(char)c}'"));
        var bed = Bed.Detection($"sel:\n    F|contains:\n{values}\ncondition: sel");
        var before = GC.GetTotalAllocatedBytes();
        Assert.True(bed.Hits(("F", "ax\u4E10b")));
        Assert.False(bed.Hits(("F", "ax\u6E10b")));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 20_000_000);
    }

    [Fact]
    public void Session_IsUsedAgain_WithoutMemoryOfTheLastEvent()
    {
        var bed = Bed.Detection("sel:\n    F|contains: needle\n    G: null\ncondition: sel");
        var session = bed.Engine.NewSession();
        var one = new SigmaEvent { LogSource = Bed.Anywhere };
        var found = new List<bool>();
        foreach (var (field, text) in new[] { ("F", "a needle"), ("F", "none"), ("G", "needle"), ("F", "needle") })
        {
            var matches = new List<SigmaMatch>();
            one.Clear();
            // The buffer is used again, as readers of logs do.
            one.Add(field, text.ToCharArray());
            session.Evaluate(one, matches);
            found.Add(matches.Count > 0);
        }
        Assert.Equal([true, false, false, true], found);
    }

    [Fact]
    public void Matches_CarryWhatTheCallerGave()
    {
        var one = Bed.Event(("F", "x"));
        (one.Source, one.Token, one.Time) = ("a file", 17, DateTimeOffset.UnixEpoch);
        var match = Assert.Single(Bed.Detection("sel:\n    F: x\ncondition: sel").Matches(one));
        Assert.Equal(("a file", 17L, DateTimeOffset.UnixEpoch, 1), (match.Source, match.Token, match.Time, match.EventCount));
        Assert.Equal([new SigmaEvidence("F", "x", "F: x")], match.Evidence);
    }

    [Fact]
    public void Evidence_LeavesOutWhatTheConditionDenies()
    {
        var match = Assert.Single(Bed.Detection("sel:\n    F|contains: [a, b, c]\nfilter:\n    G: x\ncondition: sel and not filter").Matches(Bed.Event(("F", "cab"))));
        Assert.Equal(["F|contains: a", "F|contains: b", "F|contains: c"], match.Evidence.Select(e => e.Item));
    }

    [Fact]
    public void SlowRule_IsReportedAndStopped()
    {
        // Wildcards that are quadratic on such a text.
        var bed = Bed.Detection($"slow:\n    F: '*{string.Concat(Enumerable.Repeat("a?", 4_000))}b*'\nother:\n    G: 1\ncondition: slow or other");
        var session = bed.Engine.NewSession(new() { MaxSlowComparisons = 2 });
        var matches = new List<SigmaMatch>();
        for (var i = 0; i < 4; i++) session.Evaluate(Bed.Event(("F", new string('a', 60_000) + "b")), matches);
        var slow = Assert.Single(session.SlowRules);
        Assert.Equal(("Test", 2, true), (slow.Rule.Title, slow.Comparisons, slow.IsStopped));
    }

    [Fact]
    public void Event_OfTooManyFields_SaysSo()
    {
        var one = new SigmaEvent();
        for (var i = 0; i < SigmaEvent.MaxFields; i++) one.Add("F", i);
        Assert.False(one.Overflown);
        one.Add("F", 1);
        Assert.True(one.Overflown);
        Assert.Equal(SigmaEvent.MaxFields, one.Count);
        Assert.Equal("0", one.Fields[0].Text.ToString());
        Assert.Equal("4095", one.Fields[^1].Text.ToString());
    }

    [Fact]
    public void Statistics_CountWhatHasNoRule()
    {
        var session = Bed.Detection("sel:\n    F: x\ncondition: sel").Engine.NewSession();
        session.Evaluate(new SigmaEvent(), []);
        session.Evaluate(Bed.Event(("F", "x")), []);
        Assert.Equal((2L, 1L, 1L), (session.Statistics.Events, session.Statistics.Unrouted, session.Statistics.Matches));
    }

    [Fact]
    public async Task Engine_IsSharedByThreads()
    {
        var rules = string.Join("\n---\n", Enumerable.Range(0, 50).Select(i => $"title: R{i}\nlogsource: {{product: windows}}\ndetection:\n    sel:\n        EventID: {i}\n        F{i}|contains: x\n    condition: sel"));
        var engine = Bed.Of(rules).Engine;
        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var (session, matches, one) = (engine.NewSession(), new List<SigmaMatch>(), new SigmaEvent());
            for (var i = 0; i < 500; i++)
            {
                one.Clear();
                Bed.Fill(one, ("Channel", "Any"), ("EventID", i % 50), ($"F{i % 50}", "axb"));
                session.Evaluate(one, matches);
            }
            return matches.Count;
        })));
        Assert.Equal([500, 500, 500, 500], counts);
    }
}
