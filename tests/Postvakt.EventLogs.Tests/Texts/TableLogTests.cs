using Postvakt.Samples.EventLogs;

namespace Postvakt.EventLogs.Tests.Texts;

public sealed class TableLogTests
{
    [Fact]
    public void Read_HttpProxy_HasItsColumnsByName()
    {
        var log = ReadLog.Of(LogTexts.HttpProxy);
        Assert.Equal(2, log.Events.Count);
        Assert.Equal("ServerInfo~a]@mail1.corp.example:444/autodiscover/autodiscover.xml?#", log.Events[0]["AnchorMailbox"]);
        Assert.Null(log.Events[0]["AuthenticatedUser"]);
        Assert.Equal("CORP\\ina \"the boss\", sales", log.Events[1]["AuthenticatedUser"]);
        Assert.Equal("?a=1", log.Events[1]["UrlQuery"]);
        Assert.Equal(new DateTime(2021, 3, 3, 4, 0, 1, 250, DateTimeKind.Utc), log.Events[0].Time);
        Assert.Equal((7L, 8L), (log.Events[0].Position.Line, log.Events[1].Position.Line));
    }

    [Fact]
    public void Read_EcpServer_TakesEventDataApart()
    {
        var read = Assert.Single(ReadLog.Of(LogTexts.EcpServer).Events);
        Assert.Equal("Set-OabVirtualDirectory.ExternalUrl='http://f/x;y'", read["CMD"]);
        Assert.Equal("https://mail1.corp.example:444/ecp/DDI/DDIService.svc", read["URL"]);
        Assert.Equal("12", read["TIME"]);
        Assert.StartsWith("S:TIME=12;", (string)read["EventData"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Cmdlet_KeepsQuotes() => Assert.Equal("-Mailbox \"ina\" -FilePath \"\\\\127.0.0.1\\c$\\out.pst\"", Assert.Single(ReadLog.Of(LogTexts.Cmdlet).Events)["Parameters"]);

    [Fact]
    public void Read_AdminAudit_TakesItsJsonApart()
    {
        var read = Assert.Single(ReadLog.Of(LogTexts.AdminAudit).Events);
        Assert.Equal("Set-Mailbox", read["Operation"]);
        Assert.Equal("ina", read["Parameters.Identity"]);
    }

    [Fact]
    public void Read_HeaderThatComesAgainWithOtherColumns_CountsFromThere()
    {
        var log = ReadLog.Of(LogTexts.MessageTracking + "#Fields: date-time,event-id,internal-message-id,new-column\n2021-11-03T09:00:00.000Z,DELIVER,2,new,extra\ndate-time,event-id,internal-message-id\n2021-11-03T10:00:00.000Z,FAIL,3\n2021-11-03T11:00:00.000Z,FAIL\n");
        Assert.Equal(["RECEIVE", "SEND", "DELIVER", "FAIL", "FAIL"], log.Events.Select(e => e["event-id"]));
        Assert.Equal("new", log.Events[2]["new-column"]);
        Assert.Equal("extra", log.Events[2]["Column 5"]);
        Assert.Equal("RE: lists, and \"quotes\"", log.Events[1]["message-subject"]);
        Assert.Equal((0L, false), (log.Report.Bad, log.Report.IsTorn));
    }

    [Fact]
    public void Read_QuotedValueOverLines_IsOneValue()
    {
        var log = ReadLog.Of(LogTexts.Cmdlet.TrimEnd() + "\n2021-03-03T06:00:00.000Z,x,MAIL1,u,s,Set-It,\"one\ntwo, \"\"three\"\"\n\nfour\"\n2021-03-03T07:00:00.000Z,x,MAIL1,u,s,Get-It,\n");
        Assert.Equal(3, log.Events.Count);
        Assert.Equal("one\ntwo, \"three\"\n\nfour", log.Events[1]["Parameters"]);
        Assert.Equal("Get-It", log.Events[2]["Cmdlet"]);
        Assert.Equal(7, log.Events[2].Position.Line);
    }

    [Fact]
    public void Read_QuoteThatIsNeverClosed_CostsItsLineOnly()
    {
        var log = ReadLog.Of(LogTexts.Ews.TrimEnd() + "\n2021-03-03T06:00:00.000Z,r2,\"attacker,x,192.0.2.1,FindItem,200,\n2021-03-03T07:00:00.000Z,r3,u,x,192.0.2.1,GetItem,200,\n");
        Assert.Equal(3, log.Events.Count);
        Assert.Equal("GetItem", log.Events[2]["SoapAction"]);
        Assert.True(log.Events[1].IsPartial);
        Assert.Equal(1, log.Report.Bad);
        Assert.Contains("A quote is not closed", log.Problems, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LastLineTorn_IsKeptAndSaid()
    {
        var log = ReadLog.Of(LogTexts.MessageTracking + "2021-11-03T09:00:00.000Z,192.0.2.7,SM");
        Assert.True(log.Report.IsTorn);
        Assert.True(log.Events[^1].IsPartial);
        Assert.Equal("SM", log.Events[^1]["source"]);
        var quoted = ReadLog.Of(LogTexts.Cmdlet + "2021-03-03T06:00:00.000Z,x,MAIL1,u,s,Set-It,\"one");
        Assert.True(quoted.Report.IsTorn);
    }

    [Fact]
    public void Read_Iis_FollowsFieldsAndHasSigmaNames()
    {
        var log = ReadLog.Of(LogTexts.Iis);
        Assert.Equal("tool/1.0 (x)", log.Events[0]["cs-user-agent"]);
        Assert.Equal("a=b+c@corp.example/powershell/?", log.Events[0]["cs-uri-query"]);
        Assert.Null(log.Events[0]["cs-referer"]);
        Assert.Equal(200L, log.Events[0]["sc-status"]);
        Assert.Equal(new DateTime(2021, 8, 12, 10, 0, 1, DateTimeKind.Utc), log.Events[0].Time);
        Assert.Equal(401L, log.Events[1]["sc-status"]);
        Assert.Equal("/powershell", log.Events[1]["cs-uri-stem"]);
        Assert.DoesNotContain(log.Events[1].Fields, f => f.Name == "cs-uri-query");
    }

    [Fact]
    public void Read_OabGenerator_IsALineAnEvent()
    {
        var log = ReadLog.Of(LogTexts.OabGenerator);
        Assert.Equal(3, log.Events.Count);
        Assert.Contains("lamp.aspx", (string)log.Events[1]["Message"]!, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2021, 3, 3, 4, 10, 9, DateTimeKind.Utc), log.Events[1].Time);
        Assert.Equal(log.Events[1].Time, log.Events[2].Time);
    }

    [Fact]
    public void Read_LineBeyondTheLimit_IsCutAndSaid()
    {
        var log = ReadLog.Of(LogTexts.Ews.TrimEnd() + "\n2021-03-03T06:00:00.000Z,r2," + new string('x', 300_000) + ",a\n2021-03-03T07:00:00.000Z,r3,u\n", new LogOptions { Limits = new LogLimits { RecordBytes = 10_000 } });
        Assert.Equal(["r1", "r2", "r3"], log.Events.Select(e => e["RequestId"]));
        Assert.True(log.Events[1].IsPartial);
        Assert.Equal(1, log.Report.Bad);
        Assert.Equal(4, log.Events[2].Position.Line);
    }
}
