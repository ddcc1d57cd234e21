using Postvakt.Samples.EventLogs;

namespace Postvakt.EventLogs.Tests.Texts;

public sealed class JsonLogTests
{
    [Theory]
    [InlineData(LogTexts.Winlogbeat)]
    [InlineData(LogTexts.Nxlog)]
    [InlineData(LogTexts.Splunk)]
    [InlineData(LogTexts.EvtxDump)]
    public void Read_WindowsEventOfAnyShipper_HasTheNamesOfEvtx(string text)
    {
        var read = ReadLog.Of(text).Events[0];
        Assert.Equal("Microsoft-Windows-Sysmon", read["Provider_Name"]);
        Assert.Equal(1L, read["EventID"]);
        Assert.Equal("Microsoft-Windows-Sysmon/Operational", read["Channel"]);
        Assert.Equal("host1.corp.example", read["Computer"]);
        Assert.Equal(9L, read["EventRecordID"]);
        Assert.Equal("C:\\Windows\\regsvr32.exe", read["Image"]);
        Assert.Equal("regsvr32 besta.ocx", read["CommandLine"]);
        Assert.Equal(new DateTime(2021, 11, 3, 8, 0, 0, 123, DateTimeKind.Utc), new DateTime(read.Time!.Value.Ticks / 10000 * 10000, DateTimeKind.Utc));
    }

    [Fact]
    public void Read_EvtxDump_FlattensAttributesAndUnnamedData()
    {
        var log = ReadLog.Of(LogTexts.EvtxDump);
        Assert.Equal("S-1-5-18", log.Events[0]["Security_UserID"]);
        Assert.Equal(4L, log.Events[0]["Execution_ProcessID"]);
        Assert.Equal(["one", "two", "one, two"], log.Events[1].All("Data"));
        Assert.DoesNotContain(log.Events.SelectMany(e => e.Fields), f => f.Name.Contains("xmlns", StringComparison.Ordinal) || f.Name.Length == 0);
    }

    [Fact]
    public void Read_EvtxDumpWithHeadings_SkipsThem()
    {
        var log = ReadLog.Of("Record 1\n{\n  \"Event\": {\n    \"System\": {\n      \"EventID\": 5\n    }\n  }\n}\nRecord 2\n{\n  \"Event\": {\n    \"System\": {\n      \"EventID\": 6\n    }\n  }\n}\n");
        Assert.Equal([5L, 6L], log.Events.Select(e => e["EventID"]));
        Assert.Equal((0L, 2L, 10L), (log.Report.Bad, log.Events[0].Position.Line, log.Events[1].Position.Line));
    }

    [Fact]
    public void Read_SplunkWithRawXml_ReadsTheXml()
    {
        var xml = LogTexts.WindowsXml[LogTexts.WindowsXml.IndexOf("<Event ", StringComparison.Ordinal)..(LogTexts.WindowsXml.IndexOf("</Event>", StringComparison.Ordinal) + 8)];
        var read = Assert.Single(ReadLog.Of("{\"preview\":false,\"result\":{\"_raw\":" + System.Text.Json.JsonSerializer.Serialize(xml) + ",\"host\":\"host1\"}}").Events);
        Assert.Equal(1L, read["EventID"]);
        Assert.Equal("a & b", read["CommandLine"]);
        Assert.Equal("host1", read["host"]);
    }

    [Fact]
    public void Read_Defender_HasSysmonNamesToo()
    {
        var read = Assert.Single(ReadLog.Of(LogTexts.Defender).Events);
        Assert.Equal("C:\\Windows\\regsvr32.exe", read["Image"]);
        Assert.Equal("regsvr32 besta.ocx", read["CommandLine"]);
        Assert.Equal("c:\\office\\excel.exe", read["ParentImage"]);
        Assert.Equal("regsvr32 besta.ocx", read["ProcessCommandLine"]);
        Assert.Equal("host1.corp.example", read["Computer"]);
        Assert.Equal("yes", read["Extra"]);
    }

    [Theory]
    [InlineData("Timestamp,DeviceName,ActionType,FolderPath,InitiatingProcessFolderPath\n2021-11-03T08:00:00Z,host1,FileCreated,C:\\Datop\\besta.ocx,c:\\office\\excel.exe\n")]
    [InlineData("{\"TimeGenerated\":\"2021-11-03T08:00:00Z\",\"DeviceName\":\"host1\",\"ActionType\":\"FileCreated\",\"FolderPath\":\"C:\\\\Datop\\\\besta.ocx\",\"InitiatingProcessFolderPath\":\"c:\\\\office\\\\excel.exe\"}")]
    public void Read_DefenderFileEvent_HasSysmonNamesToo(string text)
    {
        var read = Assert.Single(ReadLog.Of(text).Events);
        Assert.Equal("C:\\Datop\\besta.ocx", read["TargetFilename"]);
        Assert.Equal("c:\\office\\excel.exe", read["Image"]);
        Assert.Equal("host1", read["Computer"]);
        Assert.NotNull(read.Time);
    }

    [Theory]
    [InlineData(LogTexts.UnifiedAuditCsv)]
    [InlineData("{\"CreationDate\":\"2021-11-03T08:00:00Z\",\"Operations\":\"New-InboxRule\",\"UserIds\":\"ina@corp.example\",\"AuditData\":\"{\\\"CreationTime\\\":\\\"2021-11-03T08:00:00\\\",\\\"Operation\\\":\\\"New-InboxRule\\\",\\\"Workload\\\":\\\"Exchange\\\",\\\"ClientIP\\\":\\\"203.0.113.5\\\",\\\"Parameters\\\":[{\\\"Name\\\":\\\"MoveToFolder\\\",\\\"Value\\\":\\\"RSS Feeds\\\"},{\\\"Name\\\":\\\"Name\\\",\\\"Value\\\":\\\".\\\"}]}\"}")]
    public void Read_UnifiedAudit_TakesAuditDataApart(string text)
    {
        var read = Assert.Single(ReadLog.Of(text).Events);
        Assert.Equal("New-InboxRule", read["Operation"]);
        Assert.Equal("ina@corp.example", read["UserId"]);
        Assert.Equal("Exchange", read["Workload"]);
        Assert.Equal("203.0.113.5", read["ClientIP"]);
        Assert.Equal("RSS Feeds", read["Parameters.MoveToFolder"]);
        Assert.Equal(".", read["Parameters.Name"]);
        Assert.Equal(new DateTime(2021, 11, 3, 8, 0, 0, DateTimeKind.Utc), read.Time);
    }

    [Fact]
    public void Read_UnifiedAuditOfGraph_HasTheSameNames()
    {
        var log = ReadLog.Of("{\"value\":[{\"id\":\"1\",\"createdDateTime\":\"2021-11-03T08:00:00Z\",\"auditLogRecordType\":\"ExchangeAdmin\",\"operation\":\"New-InboxRule\",\"userPrincipalName\":\"ina@corp.example\",\"auditData\":{\"ClientIP\":\"203.0.113.5\",\"Parameters\":[{\"Name\":\"MoveToFolder\",\"Value\":\"RSS Feeds\"}]}}]}");
        var read = Assert.Single(log.Events);
        Assert.Equal(LogKind.UnifiedAudit, log.Kind);
        Assert.Equal(["New-InboxRule", "ina@corp.example", "203.0.113.5", "RSS Feeds"], new[] { "Operation", "UserId", "ClientIP", "Parameters.MoveToFolder" }.Select(n => read[n]));
        Assert.Equal(new DateTime(2021, 11, 3, 8, 0, 0, DateTimeKind.Utc), read.Time);
    }

    [Fact]
    public void Read_NamedValueWithMore_LosesNothing()
    {
        var read = Assert.Single(ReadLog.Of("{\"Operation\":\"x\",\"Workload\":\"y\",\"ModifiedProperties\":[{\"Name\":\"Role\",\"NewValue\":\"admin\",\"OldValue\":\"user\",\"More\":[{\"a\":1}]},{\"Name\":\"Flag\",\"NewValue\":null}]}").Events);
        Assert.Equal(["x", "y", "admin", "user", 1L, null], read.Fields.Select(f => f.Value));
        Assert.Equal(["ModifiedProperties.Role", "ModifiedProperties.Role.OldValue", "ModifiedProperties.Role.More.a", "ModifiedProperties.Flag"], read.Fields.Skip(2).Select(f => f.Name));
    }

    [Fact]
    public void Read_DataOfEventXmlAsArray_IsNamedByItsAttribute()
    {
        var log = ReadLog.Of("""
            {"Event":{"System":{"EventID":1},"EventData":{"Data":[{"@Name":"Image","#text":"a.exe"},{"#attributes":{"Name":"User"},"#text":"ina"}]}}}

            """);
        Assert.Equal(["a.exe", "ina"], new[] { "Image", "User" }.Select(n => Assert.Single(log.Events)[n]));
    }

    [Fact]
    public void Read_ArraysOfObjects_GiveOneFieldAnItem()
    {
        var read = Assert.Single(ReadLog.Of(LogTexts.UnifiedAudit).Events);
        Assert.Equal(["<a@x.example>", "<b@x.example>"], read.All("Folders.FolderItems.InternetMessageId"));
        Assert.Equal("203.0.113.5", read["ClientIP"]);
    }

    [Theory]
    [InlineData(LogTexts.SignIn)]
    [InlineData(LogTexts.SignInCsv)]
    [InlineData("#TYPE System.Object\nDate (UTC);Username;Application;IP address;Sign-in error code\n2021-11-03T08:00:00Z;ina@corp.example;\"Mail\";203.0.113.5;50126\n")]
    public void Read_SignIn_HasTheNamesOfTheLog(string text)
    {
        var read = Assert.Single(ReadLog.Of(text).Events);
        Assert.Equal("ina@corp.example", read["UserPrincipalName"]);
        Assert.Equal("203.0.113.5", read["IPAddress"]);
        Assert.Equal("Mail", read["AppDisplayName"]);
        Assert.Equal("50126", read["ResultType"]!.ToString());
    }

    [Fact]
    public void Read_ListInAnObject_EndsWithTheList()
    {
        var text = LogTexts.Defender.TrimEnd();
        var log = ReadLog.Of(text[..^1] + ",\n\"Stats\":{\"Timestamp\":\"2021-11-03T08:00:00Z\",\"ActionType\":\"x\"}}\n");
        Assert.Single(log.Events);
        Assert.Equal(0, log.Report.Bad);
        var two = ReadLog.Of(text + "\n" + text + "\n");
        Assert.Single(two.Events);
        Assert.Equal(1, two.Report.Bad);
    }

    [Fact]
    public void Read_BrokenLines_CostThemselvesOnly()
    {
        var line = LogTexts.Nxlog.TrimEnd();
        var log = ReadLog.Of($"{line}\n{line[..60]}\n{line}\n{line[..^1]}\n{line}\nnonsense\n{{\"EventID\":}}\n{line}\n{line[..70]}");
        Assert.Equal(4, log.Events.Count(e => !e.IsPartial));
        Assert.Equal(4, log.Report.Bad);
        Assert.True(log.Report.IsTorn);
        Assert.Equal([1L, 3L, 5L, 8L], log.Events.Where(e => !e.IsPartial).Select(e => e.Position.Line));
    }

    [Fact]
    public void Read_ObjectBeyondTheLimit_IsSkippedInBoundedMemory()
    {
        var line = LogTexts.Nxlog.TrimEnd();
        var large = $"{{\"EventID\":1,\"x\":\"{new string('y', 3_000_000)}\"}}";
        var log = ReadLog.Of($"{line}\n{large}\n{line}\n", new LogOptions { Limits = new LogLimits { RecordBytes = 100_000 } });
        Assert.Equal(2, log.Events.Count);
        Assert.Contains("longer than 100,000 bytes", log.Problems, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DeepNesting_IsBoundedAndSaid()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 500)) + "1" + new string('}', 500);
        var log = ReadLog.Of($"{{\"EventID\":1,\"x\":{deep}}}\n{{\"EventID\":2}}\n");
        Assert.Equal([1L, 2L], log.Events.Select(e => e["EventID"]));
        Assert.True(log.Events[0].IsPartial);
        Assert.Equal(1, log.Report.Bad);
    }

    [Fact]
    public void Read_Junk_IsGivenUpAfterTheLimit()
    {
        var log = ReadLog.Of(LogTexts.Nxlog + string.Concat(Enumerable.Repeat("junk\n", 5000)) + LogTexts.Nxlog, new LogOptions { Limits = new LogLimits { BadInARow = 1000 } });
        Assert.Single(log.Events);
        Assert.True(log.Report.IsIncomplete);
        Assert.Equal(1000, log.Report.Bad);
        Assert.Equal(100, log.Report.Problems.Count);
    }

    [Fact]
    public void Read_EscapesInNamesAndValues_AreUndone()
    {
        var read = Assert.Single(ReadLog.Of("{\"EventID\":1,\"Im\\u0061ge\":\"a\\u0041\\n\",\"Half\":\"x\\ud800\",\"List\":[{\"N\\ud800\":\"1\",\"Value\":2}]}").Events);
        Assert.Equal("aA\n", read["Image"]);
        Assert.Equal("x\\ud800", read["Half"]);
        Assert.Equal(2L, read["List.Value"]);
        Assert.False(read.IsPartial);
    }

    [Fact]
    public void Read_VeryLongName_IsCutAndKept()
    {
        var read = Assert.Single(ReadLog.Of("{\"EventID\":1,\"" + new string('n', 5000) + "\":7}").Events);
        Assert.Equal(7L, read[new string('n', 512)]);
    }
}
