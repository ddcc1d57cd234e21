using System.Text.RegularExpressions;
using Postvakt.Hunts;
using Postvakt.Sigma.Rules;

namespace Postvakt.Tests.Hunts;

/// <summary>Each of our rules: well made, and tried on a log that it must find and on one that looks like it and is harmless (Logs/kind/rule.hit and .miss).</summary>
public sealed partial class OwnRulesTests
{
    private static readonly string[] Techniques = [.. Technique.All.Select(t => t.Id)];

    private static readonly string Logs = Path.Combine(AppContext.BaseDirectory, "Hunts", "Logs");

    public static TheoryData<HuntKind, string> All()
    {
        var all = new TheoryData<HuntKind, string>();
        foreach (var kind in Enum.GetValues<HuntKind>())
            foreach (var rule in Spoken(kind)) all.Add(kind, Path.GetFileNameWithoutExtension(rule.File));
        return all;
    }

    [Fact]
    public void Rules_AllKinds_LoadWithoutAProblem()
    {
        foreach (var kind in Enum.GetValues<HuntKind>())
        {
            var rules = RunRules.Of(kind);
            Assert.Empty(rules.Problems.Select(p => p.ToString()));
            Assert.NotEmpty(rules.Engine.Rules.Rules);
            Assert.All(rules.Engine.Rules.Rules, r => Assert.True(HuntRules.IsOwn(r)));
        }
    }

    [Fact]
    public void Rules_AllKinds_HaveIdsOfTheirOwnAndSayWhatTheyAre()
    {
        var all = Enum.GetValues<HuntKind>().SelectMany(k => RunRules.Of(k).Engine.Rules.Rules).ToList();
        Assert.All(all, r => Assert.True(Guid.TryParse(r.Id, out _), r.File));
        Assert.Equal(all.Count, all.Select(r => r.Id).Distinct().Count());
        foreach (var rule in Enum.GetValues<HuntKind>().SelectMany(Spoken))
        {
            Assert.Equal("test", rule.Status);
            Assert.Equal("Postvakt", rule.Author);
            Assert.Matches(Day(), rule.Date);
            Assert.True(rule.Description is { Length: > 60 }, rule.File);
            Assert.True(rule.FalsePositives.Count > 0, rule.File);
            Assert.True(rule.Fields.Count > 0, rule.File);
            Assert.Contains(rule.Tags, t => t.StartsWith("attack.t1", StringComparison.Ordinal) || rule.Tags.Contains("hunt.mass-replies"));
        }
    }

    [Fact]
    public void Rules_OfExchange_SayWhichTechniqueAndWhatAMatchProves()
    {
        foreach (var rule in Spoken(HuntKind.Exchange))
        {
            var own = rule.Tags.Where(t => t.StartsWith("hunt.", StringComparison.Ordinal)).Select(t => t["hunt.".Length..]).ToList();
            Assert.Single(own, t => t is "attempted" or "succeeded");
            Assert.Single(own, Techniques.Contains);
            Assert.Equal(2, own.Count);
        }
        Assert.Empty(Techniques.Except(Spoken(HuntKind.Exchange).SelectMany(r => r.Tags).Select(t => t.Split('.', 2)[1])));
    }

    [Fact]
    public void Rules_OfSeveralDocuments_AreTheFirstAndItsStepsAreSilent()
    {
        foreach (var file in Enum.GetValues<HuntKind>().SelectMany(k => RunRules.Of(k).Engine.Rules.Rules).GroupBy(r => r.File, StringComparer.Ordinal).Where(f => f.Count() > 1))
        {
            Assert.Equal(SigmaRuleKind.Correlation, file.MinBy(r => r.Line)!.Kind);
            var steps = file.OrderBy(r => r.Line).Skip(1).Select(r => r.Id!).ToHashSet();
            var name = Path.GetFileNameWithoutExtension(file.Key);
            var kind = Enum.Parse<HuntKind>(file.Key.Split('/')[1], ignoreCase: true);
            Assert.DoesNotContain(Run(kind, name, "hit").Ids, steps.Contains);
        }
    }

    [Fact]
    public void Rules_AllKinds_StandInTheDocs()
    {
        var docs = File.ReadAllText(Checkout.At("docs", "hunting-rules.md"));
        foreach (var rule in Enum.GetValues<HuntKind>().SelectMany(Spoken)) Assert.Contains($"| `{Path.GetFileNameWithoutExtension(rule.File)}` | {rule.Title}", docs, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Rule_OnItsLog_Matches(HuntKind kind, string rule)
    {
        var run = Run(kind, rule, "hit");
        Assert.True(run.Ids.Contains(Id(kind, rule)), $"{rule} does not match; there were {string.Join(", ", run.Matches.Select(m => m.Rule.Title).Distinct())}");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Rule_OnANearMiss_IsSilent(HuntKind kind, string rule)
    {
        var run = Run(kind, rule, "miss");
        Assert.DoesNotContain(Id(kind, rule), run.Ids);
        Assert.Equal(Run(kind, rule, "hit").Kind, run.Kind);
    }

    private static RuleRun Run(HuntKind kind, string rule, string which)
    {
        var run = RunRules.On(kind, File.ReadAllText(Path.Combine(Logs, kind.ToString().ToLowerInvariant(), $"{rule}.{which}")));
        Assert.Empty(run.Problems);
        Assert.True(run.Events > 0);
        Assert.Equal(run.Events, run.Timed);
        Assert.True(run.Looked > 0, $"no rule looks at the log {rule}.{which}");
        return run;
    }

    /// <summary>Rules that are told; in a file of several documents it is the first, and the others are its steps.</summary>
    private static IEnumerable<SigmaRule> Spoken(HuntKind kind) =>
        RunRules.Of(kind).Engine.Rules.Rules.GroupBy(r => r.File, StringComparer.Ordinal).Select(f => f.MinBy(r => r.Line)!);

    private static string Id(HuntKind kind, string rule) => Spoken(kind).Single(r => Path.GetFileNameWithoutExtension(r.File) == rule).Id!;

    [GeneratedRegex("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$")]
    private static partial Regex Day();
}
