using Postvakt.Mql.Hosts;
using Postvakt.Mql.Rules;

namespace Postvakt.Mql.Tests.Execution;

/// <summary>A list of which it is known what else may be in it, and what not.</summary>
public sealed class OpenListTests
{
    // Found: News. Open: Sports. Of all but News, Sports and Weather nothing is known.
    [Theory]
    [InlineData("any(ml.nlu_classifier('x').topics, .name == 'News')", MqlOutcome.Match)]
    [InlineData("any(ml.nlu_classifier('x').topics, .name in ('News', 'Unheard of'))", MqlOutcome.Match)]
    [InlineData("not any(ml.nlu_classifier('x').topics, .name == 'Weather')", MqlOutcome.Match)]
    [InlineData("not any(ml.nlu_classifier('x').topics, .name in ('Weather', 'weather') and .confidence == 'high')", MqlOutcome.Indeterminate)]
    [InlineData("any(ml.nlu_classifier('x').topics, .name == 'Weather')", MqlOutcome.NoMatch)]
    [InlineData("all(ml.nlu_classifier('x').topics, .name != 'Weather')", MqlOutcome.Match)]
    [InlineData("all(ml.nlu_classifier('x').topics, .name not in ('Weather',))", MqlOutcome.Match)]
    [InlineData("any(ml.nlu_classifier('x').topics, .name == 'Sports')", MqlOutcome.Indeterminate)]
    [InlineData("not any(ml.nlu_classifier('x').topics, .name == 'Sports')", MqlOutcome.Indeterminate)]
    [InlineData("any(ml.nlu_classifier('x').topics, .name == 'Unheard of')", MqlOutcome.Indeterminate)]
    [InlineData("not any(ml.nlu_classifier('x').topics, .name == 'Unheard of')", MqlOutcome.Indeterminate)]
    [InlineData("any(ml.nlu_classifier('x').topics, .name == 'News' and .confidence == 'low')", MqlOutcome.NoMatch)]
    [InlineData("length(ml.nlu_classifier('x').topics) == 1", MqlOutcome.Indeterminate)]
    [InlineData("length(filter(ml.nlu_classifier('x').topics, .name == 'News')) == 1", MqlOutcome.Match)]
    public void Rule_OverAnOpenList_KnowsWhatCanBeKnown(string source, MqlOutcome expected)
    {
        var loader = new MqlRuleLoader();
        loader.AddText("rule.yml", $"name: x\ntype: rule\nsource: |\n  {source}\n");
        var rules = loader.Build();
        Assert.Empty(rules.Problems);
        var host = new JsonHost();
        host.Functions["ml.nlu_classifier"] = (_, _) => MqlValue.Of(Answer());
        var session = new MqlEngine(rules, host).NewSession();
        session.Begin(JsonHost.Read("{}"));
        Assert.Equal(expected, session.Evaluate(rules.Rules[0]).Outcome);
    }

    private static MqlMap Answer()
    {
        var judged = new HashSet<string>(StringComparer.Ordinal) { "News", "Sports", "Weather" };
        return new()
        {
            ["topics"] = MqlValue.Of(MqlArray.Open(
                [Topic(MqlValue.Of("News"), MqlValue.Of("high"))],
                [Topic(MqlValue.Of("Sports"), MqlValue.Missing("topics")), Topic(MqlValue.MissingBut("topics", judged), MqlValue.Missing("topics"))],
                "topics")),
        };
    }

    private static MqlValue Topic(MqlValue name, MqlValue confidence) => MqlValue.Of(new MqlMap { ["name"] = name, ["confidence"] = confidence });
}
