using Postvakt.Samples.EventLogs;

namespace Postvakt.Fuzz.Targets;

/// <summary>Binary Windows event logs: an event or a problem for any bytes, within limits.</summary>
internal sealed class EvtxTarget : ITarget
{
    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        EvtxWriter.File(new EvtxEvent("p", 1) { Data = [("Image", EvtxValue.Text("C:\\a.exe")), ("Id", EvtxValue.UInt32(5)), ("Sid", EvtxValue.Sid("S-1-5-18"))], UserId = "S-1-5-18" }, new EvtxEvent("p", 1) { Data = [("Image", EvtxValue.Text("b")), ("Id", EvtxValue.UInt32(6)), ("Sid", EvtxValue.Null)] }),
        EvtxWriter.File(new EvtxEvent("p", 2) { Data = [("", EvtxValue.Array(EvtxValue.Text("a"), EvtxValue.Text("b"))), ("", EvtxValue.Hex64(7)), ("", EvtxValue.Real64(0.5))] }, new EvtxEvent("p", 3) { UserData = "U", Data = [("A", EvtxValue.Binary([1, 2])), ("B", EvtxValue.Bool(true))] }),
        EvtxWriter.File([.. Enumerable.Range(0, 160).Select(n => new EvtxEvent("p", n) { Data = [("t", EvtxValue.Text(new string('x', n)))] })]),
    ];

    public IReadOnlyList<string> Dictionary { get; } = ["ElfFile", "ElfChnk", "**", "Event", "EventData", "Data", "Name"];

    public IReadOnlyList<byte[]> Words { get; } =
    [
        [0x2A, 0x2A, 0, 0], "ElfChnk\0"u8.ToArray(), [0x0C, 1, 0, 0, 0, 0], [0x0F, 1, 1, 0], [0x41, 0xFF, 0xFF], [0x01], [0x02], [0x03], [0x04], [0x05, 1], [0x06], [0x0D, 0, 0, 1], [0x0E, 0, 0, 0x21], [0x0D, 15, 0, 0x21],
        [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 2, 0, 0], [0x18, 2, 0, 0], [0x21], [0x81], [0x95], [0x13],
    ];

    public void Take(byte[] input, int variant)
    {
        var file = input;
        if (variant % 2 == 0 && input.Length > 4096)
        {
            file = [.. input];
            EvtxChecksums.Mend(file);
        }
        using var bytes = new MemoryStream(file);
        LogWalk.Take(bytes, variant, recover: variant % 3 == 0);
    }
}
