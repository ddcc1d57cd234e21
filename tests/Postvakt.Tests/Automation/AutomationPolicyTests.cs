using Postvakt.Automation;
using Postvakt.Detection;
using Postvakt.Intake.Gateway;

namespace Postvakt.Tests.Automation;

public sealed class AutomationPolicyTests
{
    private static readonly AutomationPolicy Policy = new(new Dictionary<AutomaticAction, AutomationRules>
    {
        [AutomaticAction.Sweep] = new([new(Verdict.Malicious, 1, [AutomationSource.Journal], AutomaticMode.Act), new(Verdict.Suspicious, 1, [AutomationSource.Journal], AutomaticMode.Off), new(Verdict.Suspicious, 5, [], AutomaticMode.Propose)], 10),
        [AutomaticAction.Lock] = new([new(Verdict.Malicious, 3, [], AutomaticMode.Act)], 2),
        [AutomaticAction.Ask] = new([new(Verdict.Suspicious, 1, [AutomationSource.Gateway, AutomationSource.Report], AutomaticMode.Act)], 1),
    });

    [Theory]
    [InlineData(AutomaticAction.Sweep, Verdict.Malicious, 1, AutomationSource.Journal, AutomaticMode.Act)]
    [InlineData(AutomaticAction.Sweep, Verdict.Suspicious, 9, AutomationSource.Journal, AutomaticMode.Off)]
    [InlineData(AutomaticAction.Sweep, Verdict.Suspicious, 4, AutomationSource.Gateway, AutomaticMode.Off)]
    [InlineData(AutomaticAction.Sweep, Verdict.Suspicious, 5, AutomationSource.Gateway, AutomaticMode.Propose)]
    [InlineData(AutomaticAction.Sweep, Verdict.Malicious, 5, AutomationSource.Denied, AutomaticMode.Propose)]
    [InlineData(AutomaticAction.Lock, Verdict.Malicious, 2, AutomationSource.Gateway, AutomaticMode.Off)]
    [InlineData(AutomaticAction.Lock, Verdict.Malicious, 3, AutomationSource.Report, AutomaticMode.Act)]
    [InlineData(AutomaticAction.Lock, Verdict.Suspicious, 30, AutomationSource.Report, AutomaticMode.Off)]
    [InlineData(AutomaticAction.Ask, Verdict.Suspicious, 1, AutomationSource.Report, AutomaticMode.Act)]
    [InlineData(AutomaticAction.Ask, Verdict.Malicious, 1, AutomationSource.Denied, AutomaticMode.Off)]
    [InlineData(AutomaticAction.Warn, Verdict.Malicious, 999, AutomationSource.Gateway, AutomaticMode.Off)]
    public void FirstRuleThatFits_Decides(AutomaticAction action, Verdict verdict, int mails, AutomationSource source, AutomaticMode mode) => Assert.Equal(mode, Decide(action, Case(verdict, mails, source)).Mode);

    [Theory]
    [InlineData(AutomaticAction.Sweep, 9, AutomaticMode.Act)]
    [InlineData(AutomaticAction.Sweep, 10, AutomaticMode.Propose)]
    [InlineData(AutomaticAction.Lock, 1, AutomaticMode.Act)]
    [InlineData(AutomaticAction.Lock, 2, AutomaticMode.Propose)]
    public void BeyondTheHoursShare_ItIsProposed(AutomaticAction action, long done, AutomaticMode mode)
    {
        var decision = Decide(action, Case(Verdict.Malicious, 3, AutomationSource.Journal) with { Done = new Dictionary<AutomaticAction, long> { [action] = done } });
        Assert.Equal(mode, decision.Mode);
        Assert.Equal(mode == AutomaticMode.Propose, decision.Reason.Contains($"{done} in this hour", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatCannotBeDone_IsNotProposed()
    {
        var mail = new AutomationCase(Verdict.Malicious, 3, AutomationSource.Journal);
        Assert.All(Policy.Decide(mail), d => Assert.Equal(AutomaticMode.Off, d.Mode));
        Assert.EndsWith("it is of no campaign", Decide(AutomaticAction.Lock, mail).Reason, StringComparison.Ordinal);
        Assert.EndsWith("no copy lies in a mailbox that can be reached", Decide(AutomaticAction.Sweep, mail).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Reason_NamesTheRule_AndWhatItWasAskedAbout() => Assert.Equal("rule 3 of 3: malicious, 5 mails, denied", Decide(AutomaticAction.Sweep, Case(Verdict.Malicious, 5, AutomationSource.Denied)).Reason);

    [Fact]
    public void NothingSaid_NothingHappens_AndAnAttackIsProposed()
    {
        Assert.All(AutomationPolicy.Default.Decide(Case(Verdict.Malicious, 1_000, AutomationSource.Denied)), d => Assert.Equal(AutomaticMode.Propose, d.Mode));
        Assert.All(AutomationPolicy.Default.Decide(Case(Verdict.Malicious, 2, AutomationSource.Denied)), d => Assert.Equal(AutomaticMode.Off, d.Mode));
        Assert.Equal((Verdict.Malicious, null, Verdict.Suspicious), (AutomationPolicy.Default.From, AutomationPolicy.None.From, Policy.From));
    }

    private static AutomaticDecision Decide(AutomaticAction action, AutomationCase mail) => Policy.Decide(mail).Single(d => d.Action == action);

    private static AutomationCase Case(Verdict verdict, int mails, AutomationSource source) => new(verdict, mails, source) { IsOfCampaign = true, CanBeSwept = true, CanBeAsked = true };
}
