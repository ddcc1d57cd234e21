using Postvakt.Samples.EventLogs;

namespace Postvakt.EventLogs.Tests.Texts;

public sealed class XmlLogTests
{
    [Fact]
    public void Read_Export_HasTheNamesOfEvtx()
    {
        var log = ReadLog.Of(LogTexts.WindowsXml);
        var read = log.Events[0];
        Assert.Equal("Microsoft-Windows-Sysmon", read["Provider_Name"]);
        Assert.Equal(1L, read["EventID"]);
        Assert.Equal(8L, read["Execution_ThreadID"]);
        Assert.Equal("a & b", read["CommandLine"]);
        Assert.Null(read["RuleName"]);
        Assert.Equal("Process started", read["Message"]);
        Assert.Equal("Information", read["RenderingInfo_Level"]);
        Assert.Equal(new DateTime(2021, 11, 3, 8, 0, 0, DateTimeKind.Utc).AddTicks(1234567), read.Time);
        Assert.Equal(["Set-OabVirtualDirectory", " -ExternalUrl \"x\"", "Set-OabVirtualDirectory,  -ExternalUrl \"x\""], log.Events[1].All("Data"));
        Assert.Equal(16384L, log.Events[1]["EventID_Qualifiers"]);
        Assert.Equal((2L, 3L), (read.Position.Line, log.Events[1].Position.Line));
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]>")]
    [InlineData("<!ENTITY a SYSTEM \"file:///etc/passwd\">")]
    public void Read_DocumentType_IsRefused(string declaration)
    {
        var log = ReadLog.Of(declaration + LogTexts.WindowsXml[LogTexts.WindowsXml.IndexOf('\n', StringComparison.Ordinal)..]);
        Assert.Empty(log.Events);
        Assert.True(log.Report.IsIncomplete);
        Assert.Contains("document type", log.Problems, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownEntityAndBrokenEvent_CostThemselvesOnly()
    {
        const string Good = "<Event><System><EventID>5</EventID></System></Event>";
        var log = ReadLog.Of($"{Good}<Event><System><EventID>6</EventID></System><EventData><Data Name='a'>&x;</Data></EventData></Event>{Good}<Event><System><EventID>7</System></Event>\n{Good}<Event><System>");
        Assert.Equal(3, log.Events.Count(e => !e.IsPartial));
        Assert.Equal(6L, log.Events[1]["EventID"]);
        Assert.Equal(2, log.Report.Bad);
        Assert.True(log.Report.IsTorn);
    }

    [Fact]
    public void Read_EndTagInsideCdata_IsText()
    {
        var log = ReadLog.Of("<Event><System><EventID>5</EventID></System><EventData><Data Name='a'><![CDATA[</Event> & <x>]]></Data></EventData></Event>");
        Assert.Equal("</Event> & <x>", Assert.Single(log.Events)["a"]);
    }

    [Fact]
    public void Read_EventBeyondTheLimits_IsBounded()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 200)) + string.Concat(Enumerable.Repeat("</a>", 200));
        var large = $"<Event><System><EventID>5</EventID></System><EventData><Data Name='a'>{new string('x', 300_000)}</Data></EventData></Event>";
        var log = ReadLog.Of($"<Event><System><EventID>1</EventID></System><UserData>{deep}</UserData></Event>\n{large}\n<Event><System><EventID>2</EventID></System></Event>", new LogOptions { Limits = new LogLimits { RecordBytes = 20_000 } });
        Assert.Equal([1L, 2L], log.Events.Select(e => e["EventID"]));
        Assert.True(log.Events[0].IsPartial);
        Assert.Equal(2, log.Report.Bad);
    }
}
