using Postvakt.Fuzz;
using Postvakt.Fuzz.Targets;

namespace Postvakt.Tests.Fuzzing;

/// <summary>A short run of the fuzzer with a fixed seed; ./test --long lets it run for minutes with a new one.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void Message_SurvivesMutation() => Survives(new MessageTarget(), 4_000);

    [Fact]
    public void Text_SurvivesMutation() => Survives(new TextTarget(), 4_000);

    [Fact]
    public void Smtp_SurvivesMutation() => Survives(new SmtpTarget(), 4_000);

    [Fact]
    public void Milter_SurvivesMutation() => Survives(new MilterTarget(), 4_000);

    [Fact]
    public void SenderRecords_SurviveMutation() => Survives(new SpfTarget(), 4_000);

    [Fact]
    public void WhatComesAboutPeople_SurvivesMutation() => Survives(new DirectoryTarget(), 20_000);

    [Fact]
    public void Reports_SurviveMutation() => Survives(new ReportTarget(), 4_000);

    [Fact]
    public void SigmaRules_SurviveMutation() => Survives(new SigmaTarget(), 400);

    [Fact]
    public void MailRules_SurviveMutation() => Survives(new MqlTarget(), 100);

    [Fact]
    public void WhatOthersShare_SurvivesMutation() => Survives(new SharingTarget(), 4_000);

    [Fact]
    public void WhatServersAnswer_SurvivesMutation() => Survives(new TaxiiTarget(), 20_000);

    [Fact]
    public void WindowsEventLogs_SurviveMutation() => Survives(new EvtxTarget(), 1_000);

    [Fact]
    public void OtherLogs_SurviveMutation() => Survives(new LogTarget(), 4_000);

    [Fact]
    public void Events_SurviveMutation() => Survives(new EventTarget(), 1_000);

    [Theory]
    [InlineData("archives")]
    [InlineData("ole")]
    [InlineData("excel")]
    [InlineData("ooxml")]
    [InlineData("pages")]
    [InlineData("disks")]
    [InlineData("links")]
    [InlineData("scans")]
    public void Documents_SurviveMutation(string family) => Survives(DocumentTarget.Of(family)!, 400);

    private static void Survives(ITarget target, int count)
    {
        var fuzzer = new Fuzzer(target, seed: 20211021);
        fuzzer.Run(count, TimeSpan.FromMinutes(5));
        Assert.True(fuzzer.Executions >= count);
        // How long an input takes is for the long run to judge: here other tests share the processor.
        Assert.Empty(fuzzer.Findings.Where(f => f.What != "slow").Select(f => f.What + "\n" + f.Detail));
    }
}
