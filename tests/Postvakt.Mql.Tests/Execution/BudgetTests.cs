using System.Text.Json;
using Postvakt.Mql.Tests.Building;

namespace Postvakt.Mql.Tests.Execution;

/// <summary>Rules of strangers over mails of attackers must end, and say that they were stopped.</summary>
public sealed class BudgetTests
{
    private static string Texts(int count, int length) => JsonSerializer.Serialize(new
    {
        headers = new { references = Enumerable.Range(0, count).Select(i => i + new string('a', length)) },
        body = new { current_thread = new { text = new string('b', length * 100) } },
    });

    [Theory]
    [InlineData("any(headers.references, any(headers.references, any(headers.references, . == 'x' and ... == .. )))")]
    [InlineData("length(filter(headers.references, length(filter(headers.references, any(headers.references, . == 'x' and ... == ..))) > 0)) > 0")]
    [InlineData("any(headers.references, any(headers.references, strings.levenshtein(body.current_thread.text, .) == 0 and .. == .))")]
    [InlineData("any(headers.references, any(headers.references, . in map(headers.references, strings.concat(., 'x'))))")]
    [InlineData("any(headers.references, any(headers.references, regex.contains(body.current_thread.text, strings.concat(., .., '+c'))))")]
    public void WhatTakesTooLong_IsIndeterminateBecauseOfTheBudget(string source)
    {
        var bed = new Bed { Options = new() { MaxSteps = 200_000 } }.Mail(Texts(300, 100));
        var result = bed.Run(source);
        Assert.Equal((MqlOutcome.Indeterminate, "budget"), (result.Outcome, string.Join(',', result.Because)));
    }

    [Fact]
    public void ARuleThatWasStopped_TakesNothingFromTheNext()
    {
        var bed = new Bed { Options = new() { MaxSteps = 20_000 } }.Mail(Texts(300, 10));
        var shared = "any(headers.references, any(headers.references, . == .. and . == 'x'))";
        var rules = Bed.Read(Bed.File(shared) + "---\n" + Bed.File($"{shared} or true").Replace("Test", "Other", StringComparison.Ordinal) + "---\n" + Bed.File("length(headers.references) == 300"));
        var session = new MqlEngine(rules, bed.Host).NewSession(bed.Options);
        session.Begin(Postvakt.Mql.Hosts.JsonHost.Read(Texts(300, 10)));
        Assert.Equal([MqlOutcome.Indeterminate, MqlOutcome.Match, MqlOutcome.Match], rules.Rules.Select(r => session.Evaluate(r).Outcome));
    }

    [Fact]
    public void AMessage_HasABudgetOfItsOwn()
    {
        var bed = new Bed().Mail("{}");
        var rules = Bed.Read(string.Join("---\n", Enumerable.Range(0, 20).Select(i => Bed.File($"strings.levenshtein(body.current_thread.text, 'abcdefgh{i}') == 0").Replace("Test", $"R{i}", StringComparison.Ordinal))));
        var session = new MqlEngine(rules, bed.Host).NewSession(new() { MaxStepsPerMessage = 10_000 });
        for (var mail = 0; mail < 2; mail++)
        {
            session.Begin(Postvakt.Mql.Hosts.JsonHost.Read(Texts(1, 20)));
            var outcomes = rules.Rules.Select(r => session.Evaluate(r).Outcome).ToArray();
            Assert.Equal(MqlOutcome.NoMatch, outcomes[0]);
            Assert.Equal(MqlOutcome.Indeterminate, outcomes[^1]);
        }
    }
}
