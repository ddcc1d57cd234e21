using CsCheck;
using Postvakt.Samples.EventLogs;

namespace Postvakt.EventLogs.Tests.Evtx;

public sealed class EvtxRoundTripTests
{
    private static readonly Gen<(string, EvtxValue, object?)> Field = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 4], Gen.String[0, 300], Gen.UInt).Select((name, type, text, number) => ($"Field{name}", type switch
    {
        0 => EvtxValue.Null,
        1 => EvtxValue.UInt32(number),
        2 => EvtxValue.Hex32(number),
        _ => EvtxValue.Text(text),
    }, (object?)(type switch
    {
        0 => null,
        1 => (long)number,
        2 => $"0x{number:x}",
        _ => text.TrimEnd('\0'),
    })));

    [Fact]
    public void Read_WhateverWasWritten_ComesBack() => Gen.Select(Field.Array[0, 12], Gen.UShort, Gen.Int[0, 3000]).Array[1, 60].Sample(events =>
    {
        var log = ReadLog.Of(EvtxWriter.File([.. events.Select(e => new EvtxEvent("Some-Provider", e.Item2) { Time = DateTime.UnixEpoch.AddHours(e.Item3), Data = [.. e.Item1.Select(f => (f.Item1, f.Item2))] })]));
        Assert.Empty(log.Report.Problems);
        Assert.Equal(events.Length, log.Events.Count);
        for (var n = 0; n < events.Length; n++)
        {
            var read = log.Events[n];
            Assert.Equal((long)events[n].Item2, read["EventID"]);
            Assert.Equal(DateTime.UnixEpoch.AddHours(events[n].Item3), read.Time);
            Assert.Equal(events[n].Item1.Select(f => $"{f.Item1}={f.Item3 ?? "nothing"}"), read.Fields.Where(f => f.Name.StartsWith("Field", StringComparison.Ordinal)).Select(f => $"{f.Name}={f.Value ?? "nothing"}"));
        }
    }, iter: 100);
}
