using Postvakt.Samples.EventLogs;

namespace Postvakt.EventLogs.Tests.Evtx;

public sealed class EvtxFieldTests
{
    private static readonly DateTime Time = new DateTime(2021, 11, 3, 8, 15, 30, DateTimeKind.Utc).AddTicks(1234567);

    private static readonly Guid Guid = new("01020304-0506-0708-090a-0b0c0d0e0f10");

    private static KeptEvent One(EvtxEvent what) => Assert.Single(ReadLog.Of(EvtxWriter.File(what)).Events);

    [Fact]
    public void Read_SystemHeader_HasSigmaNames()
    {
        var read = One(new EvtxEvent("Some-Provider", 4688) { RecordId = 77, Time = Time, Channel = "Security", ProviderGuid = Guid, Level = 2, Version = 3, Task = 13312, Keywords = 0x8020000000000000, ProcessId = 4321, UserId = "S-1-5-18" });
        Assert.Equal("Some-Provider", read["Provider_Name"]);
        Assert.Equal("{01020304-0506-0708-090A-0B0C0D0E0F10}", read["Provider_Guid"]);
        Assert.Equal(4688L, read["EventID"]);
        Assert.Equal(3L, read["Version"]);
        Assert.Equal(2L, read["Level"]);
        Assert.Equal(13312L, read["Task"]);
        Assert.Equal("0x8020000000000000", read["Keywords"]);
        Assert.Equal("2021-11-03T08:15:30.1234567Z", read["TimeCreated"]);
        Assert.Equal(77L, read["EventRecordID"]);
        Assert.Equal(4321L, read["Execution_ProcessID"]);
        Assert.Equal("Security", read["Channel"]);
        Assert.Equal("host1.corp.example", read["Computer"]);
        Assert.Equal("S-1-5-18", read["Security_UserID"]);
        Assert.Equal(Time, read.Time);
        Assert.Equal(77L, read.Position.RecordId);
        Assert.Equal(4096 + 512, read.Position.Offset);
    }

    [Fact]
    public void Read_HeaderWithoutUserAndGuid_LeavesThemOut()
    {
        var read = One(new EvtxEvent("p", 1));
        Assert.DoesNotContain(read.Fields, f => f.Name is "Security_UserID" or "Provider_Guid" or "Correlation");
    }

    [Fact]
    public void Read_EveryTypeOfValue_IsWrittenAsEventXmlHasIt()
    {
        var time = new DateTime(2021, 2, 28, 23, 59, 58, 7, DateTimeKind.Utc);
        (string, EvtxValue, object?)[] cases =
        [
            ("text", EvtxValue.Text("Grüße\0"), "Grüße"), ("empty", EvtxValue.Text(""), ""), ("ansi", EvtxValue.Ansi("caf\u00e9\0"), "caf\u00e9"), ("null", EvtxValue.Null, null),
            ("int8", EvtxValue.Int8(-5), -5L), ("uint8", EvtxValue.UInt8(250), 250L), ("int16", EvtxValue.Int16(-300), -300L), ("uint16", EvtxValue.UInt16(65535), 65535L), ("int32", EvtxValue.Int32(-70000), -70000L),
            ("uint32", EvtxValue.UInt32(4000000000), 4000000000L), ("int64", EvtxValue.Int64(long.MinValue), long.MinValue), ("uint64", EvtxValue.UInt64(7), 7L), ("large", EvtxValue.UInt64(ulong.MaxValue), "18446744073709551615"),
            ("real32", EvtxValue.Real32(1.5f), "1.5"), ("real64", EvtxValue.Real64(-0.25), "-0.25"), ("true", EvtxValue.Bool(true), "true"), ("false", EvtxValue.Bool(false), "false"), ("binary", EvtxValue.Binary([0xAB, 0x01]), "AB01"),
            ("guid", EvtxValue.Guid(Guid), "{01020304-0506-0708-090A-0B0C0D0E0F10}"), ("size", EvtxValue.Size(0x1F4), "0x1f4"), ("filetime", EvtxValue.FileTime(Time), "2021-11-03T08:15:30.1234567Z"),
            ("systemtime", EvtxValue.SystemTime(time), "2021-02-28T23:59:58.0070000Z"), ("sid", EvtxValue.Sid("S-1-5-21-1004336348-1177238915-682003330-512"), "S-1-5-21-1004336348-1177238915-682003330-512"),
            ("hex32", EvtxValue.Hex32(0x1410), "0x1410"), ("hex64", EvtxValue.Hex64(0), "0x0"), ("texts", EvtxValue.Array(EvtxValue.Text("a"), EvtxValue.Text(""), EvtxValue.Text("c")), new object?[] { "a", "", "c" }),
            ("numbers", EvtxValue.Array(EvtxValue.UInt16(1), EvtxValue.UInt16(2)), new object?[] { 1L, 2L }), ("sids", EvtxValue.Array(EvtxValue.Sid("S-1-5-18"), EvtxValue.Sid("S-1-5-19")), new object?[] { "S-1-5-18", "S-1-5-19" }),
            ("guids", EvtxValue.Array(EvtxValue.Guid(Guid)), "{01020304-0506-0708-090A-0B0C0D0E0F10}"), ("short", new EvtxValue(8, [1, 2]), "0102"), ("unknown", new EvtxValue(0x66, [0xFF]), "FF"),
        ];
        var read = One(new EvtxEvent("p", 1) { Data = [.. cases.Select(c => (c.Item1, c.Item2))] });
        foreach (var (name, _, expected) in cases) Assert.Equal(expected as object?[] ?? [expected], read.All(name));
        Assert.False(read.IsPartial);
    }

    [Fact]
    public void Read_UnnamedData_IsEachAndJoined()
    {
        var read = One(new EvtxEvent("MSExchange CmdletLogs", 1) { Data = [("", EvtxValue.Text("New-MailboxExportRequest")), ("", EvtxValue.Text(" -Mailbox \"x\"")), ("", EvtxValue.UInt32(5)), ("", EvtxValue.Null)] });
        Assert.Equal(["New-MailboxExportRequest", " -Mailbox \"x\"", 5L, null, "New-MailboxExportRequest,  -Mailbox \"x\", 5"], read.All("Data"));
    }

    [Fact]
    public void Read_UnnamedArray_IsOneFieldAnItemAndJoined()
    {
        var read = One(new EvtxEvent("p", 1) { Data = [("", EvtxValue.Array(EvtxValue.Text("one"), EvtxValue.Text("two")))] });
        Assert.Equal(["one", "two", "one, two"], read.All("Data"));
    }

    [Fact]
    public void Read_UserData_IsFlattenedByElement()
    {
        var read = One(new EvtxEvent("p", 8004) { UserData = "RuleAndFileData", Data = [("PolicyName", EvtxValue.Text("EXE")), ("TargetProcessId", EvtxValue.UInt32(12)), ("FilePath", EvtxValue.Null)] });
        Assert.Equal("EXE", read["PolicyName"]);
        Assert.Equal(12L, read["TargetProcessId"]);
        Assert.Null(read["FilePath"]);
        Assert.Single(read.Fields, f => f.Name == "FilePath");
    }

    [Fact]
    public void Read_SameName_IsSameInstance()
    {
        using var log = LogFiles.Open(new MemoryStream(EvtxWriter.File([.. Enumerable.Range(0, 400).Select(n => new EvtxEvent("p", n) { Data = [("CommandLine", EvtxValue.Text(new string('x', 200)))] })])));
        var names = new HashSet<string>(ReferenceEqualityComparer.Instance);
        var chunks = new HashSet<long>();
        while (log.Read())
        {
            chunks.Add(log.Event.Position.Offset / 65536);
            foreach (var field in log.Event.Fields) names.Add(field.Name);
        }
        Assert.True(chunks.Count > 2);
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void ToXml_Event_IsWellFormedAndReadsBackTheSame()
    {
        var file = EvtxWriter.File(
            new EvtxEvent("p<1>", 4688) { Time = Time, UserId = "S-1-5-18", ProviderGuid = Guid, Data = [("Image", EvtxValue.Text("C:\\a & b\\<c>.exe")), ("Odd", EvtxValue.Text("a\u0001b")), ("None", EvtxValue.Null), ("", EvtxValue.Text("x"))] },
            new EvtxEvent("p", 2) { UserData = "Some", Data = [("A", EvtxValue.Text("1'2"))] });
        foreach (var read in ReadLog.Of(file).Events)
        {
            var back = Assert.Single(ReadLog.Of(read.Xml!).Events);
            Assert.False(back.IsPartial);
            Assert.Equal(read.Time, back.Time);
            Assert.Equal(read.Fields.Select(f => (f.Name, f.Value?.ToString()?.Replace('\u0001', '\uFFFD'))), back.Fields.Select(f => (f.Name, f.Value?.ToString())));
        }
    }
}
