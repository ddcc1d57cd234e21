using Postvakt.Hunts;
using Postvakt.Sigma.Rules;

namespace Postvakt.Tests.Hunts;

public sealed class ChainsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero);

    private static readonly SigmaRule Rule = new() { Kind = SigmaRuleKind.Detection, Title = "x", File = "x" };

    [Fact]
    public void SharedFile_JoinsServerAndPc_DaysApart() => Assert.Equal([1, 1], Chains.Of([At(0, "ex01", new Trait(TraitKind.File, "lamp.ocx")), At(5_000, "pc7", new Trait(TraitKind.File, "lamp.ocx"))]));

    [Fact]
    public void OneMachine_WithinTenMinutes_IsOneChain() => Assert.Equal([1, 1, 2], Chains.Of([At(0, "pc7"), At(9, "pc7"), At(60, "pc7")]));

    [Fact]
    public void OneAccount_OnTwoMachines_WithinAnHour_IsOneChain() => Assert.Equal([1, 1, 2], Chains.Of([At(0, "pc7", new Trait(TraitKind.Person, "anna")), At(50, "pc8", new Trait(TraitKind.Person, "anna")), At(500, "pc9", new Trait(TraitKind.Person, "anna"))]));

    [Fact]
    public void UnknownMachines_AreNotOne() => Assert.Equal([1, 2], Chains.Of([At(0, ""), At(1, "")]));

    [Fact]
    public void WhatVeryManyShare_JoinsNothing()
    {
        var chains = Chains.Of([.. Enumerable.Range(0, 300).Select(i => At(i * 60, "pc" + i, new Trait(TraitKind.File, "kernel32.dll")))]);
        Assert.Equal(300, chains.Distinct().Count());
    }

    private static HuntFinding At(int minutes, string host, params Trait[] traits) => new(Rule, Start.AddMinutes(minutes), host, 0, 0, [], traits);
}
