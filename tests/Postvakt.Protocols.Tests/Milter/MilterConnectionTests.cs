using Postvakt.Protocols.Milter;

namespace Postvakt.Protocols.Tests.Milter;

/// <summary>What happens between two bytes of an answer.</summary>
public sealed class MilterConnectionTests
{
    private static readonly byte[] Greeting = [.. Frames.Offer(steps: 0), .. Frames.Connect(), .. Frames.Helo()];

    [Fact]
    public async Task Message_OfAServerThatTakesNoAnswer_IsGivenUpAndTold()
    {
        var handler = new ScriptedHandler();
        var stream = new ScriptedStream([.. Greeting, .. Frames.MailFrom(), .. Frames.Header("A", " b")], () => throw new IOException("gone"));
        var context = Context(handler);
        await new MilterConnection(context, stream, null, "peer").RunAsync();
        Assert.Equal(["abort a@client.example"], handler.Steps);
        Assert.Equal(0, context.Places.Taken);
    }

    [Fact]
    public async Task Message_IsOpenUntilItsAnswerIsSent()
    {
        var handler = new ScriptedHandler();
        var open = new List<bool>();
        MilterConnection? connection = null;
        ScriptedStream? stream = null;
        stream = new([.. Greeting, .. Frames.Message()], () =>
        {
            if (handler.Count == 0) return;
            // A server that stops while the answer is on its way must not close before it is there.
            connection!.Drain();
            open.Add(!stream!.IsClosed);
        });
        connection = new(Context(handler), stream, null, "peer");
        await connection.RunAsync();
        Assert.Equal([true], open);
        Assert.True(stream.IsClosed);
    }

    private static MilterContext Context(ScriptedHandler handler) => new(new(), handler, MilterHooks.None, TimeProvider.System, _ => { });

    /// <summary>Gives these bytes and ends; tells when something is written.</summary>
    private sealed class ScriptedStream(byte[] input, Action written) : MemoryStream(input, writable: false)
    {
        public bool IsClosed { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            written();
            return default;
        }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
