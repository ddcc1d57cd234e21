using CsCheck;
using Postvakt.Protocols.Milter;

namespace Postvakt.Protocols.Tests.Milter;

public sealed class MilterPropertyTests
{
    private static readonly byte[] Whole = [.. Frames.Offer(), .. Frames.Connect(), .. Frames.Helo(), .. Frames.Macros('M', "i\0Q\0"), .. Frames.Message(new string('y', 3_000))];

    [Fact]
    public async Task Stream_CutAnywhere_GivesTheSameMessage()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        await Gen.Int[1, 400].Array[1, 40].SampleAsync(async sizes =>
        {
            using var peer = await MilterPeer.ConnectAsync(milter.Endpoint);
            var at = 0;
            foreach (var size in sizes)
            {
                var end = Math.Min(at + size, Whole.Length);
                await peer.SendAsync(Whole[at..end]);
                at = end;
                // Lets the other side take the segment, at times.
                if (size % 3 == 0) await Task.Yield();
            }
            await peer.SendAsync(Whole[at..]);
            Assert.Equal('O', (await peer.ReadAsync())?.Code);
            while ((await peer.ReadAsync())?.Code == 'c') { }
            var seen = await handler.NextAsync();
            Assert.Equal(Frames.Mail(new string('y', 3_000)), seen.Mail);
            Assert.Equal("Q", seen.Envelope.QueueId);
        }, iter: 200, threads: 1);
    }

    [Fact]
    public async Task Bytes_AtRandom_NeverHurtTheServer()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        var letters = Gen.Char["OCHMRTLNBEADUKQ\0z"];
        // Mostly well-formed frames of any command with any data, so that deep states are reached; sometimes plain noise.
        byte[][] good = [Frames.Connect(), Frames.MailFrom(), Frames.Recipient(), Frames.Header("A", "b"), Frames.Body("x"), Frames.Packet('E'), Frames.Packet('A')];
        var packet = Gen.Frequency(
            (6, Gen.Select(letters, Gen.Byte.Array[0, 30], (c, data) => Frames.Packet(c, data))),
            (6, Gen.Int[0, good.Length - 1].Select(i => good[i])),
            (1, Gen.Byte.Array[0, 20]));
        await Gen.Select(Gen.Bool, packet.Array[0, 30]).SampleAsync(async (greets, packets) =>
        {
            using var peer = await MilterPeer.ConnectAsync(milter.Endpoint);
            try
            {
                if (greets) await peer.SendAsync(Frames.Offer(), Frames.Connect(), Frames.MailFrom());
                await peer.SendAsync(packets);
                peer.EndSending();
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Closed on us in the middle, as it should be.
            }
            await peer.ReadToEndAsync();
        }, iter: 500, threads: 1);
        Assert.DoesNotContain(milter.Incidents(), i => i.Kind is MilterIncidentKind.HandlerFailed or MilterIncidentKind.SpoolFailed);
        using var next = await MilterPeer.GreetAsync(milter.Endpoint);
        await next.SendAsync(Frames.Message());
        Assert.Equal(["a"], await next.ReadAnswersAsync());
    }
}
