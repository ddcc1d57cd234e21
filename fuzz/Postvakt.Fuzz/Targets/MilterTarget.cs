using System.Buffers.Binary;
using System.Text;
using Postvakt.Protocols.Milter;

namespace Postvakt.Fuzz.Targets;

/// <summary>What a mail server may send, through a whole milter session.</summary>
internal sealed class MilterTarget : ITarget
{
    private static readonly byte[] Offer = Packet('O', "\0\0\0\u0006\0\0\u0001\u00ff\0\u001f\u00ff\u00ff");

    private static readonly byte[] Message =
    [
        .. Packet('C', "client.example\04\0\0192.0.2.1\0"), .. Packet('H', "x\0"), .. Packet('D', "Mi\0Q1\0{mail_addr}\0a\0"), .. Packet('M', "<a@client.example>\0SIZE=1\0"),
        .. Packet('R', "<b@here.example>\0NOTIFY=NEVER\0"), .. Packet('T', ""), .. Packet('L', "Subject\0 x\n\ty\0"), .. Packet('N', ""), .. Packet('B', "hello\r\n"), .. Packet('E', ""),
    ];

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        [.. Offer, .. Message, .. Packet('Q', "")],
        [.. Offer, .. Message, .. Packet('K', ""), .. Offer, .. Message, .. Packet('A', ""), .. Packet('Q', "")],
        [.. Packet('O', "\0\0\0\u0002\0\0\0\u003f\0\0\0\0"), .. Message, .. Packet('M', "<>\0"), .. Packet('U', "WHAT\0"), .. Packet('M', "<c@client.example>\0"), .. Packet('E', "rest")],
    ];

    public IReadOnlyList<string> Dictionary { get; } =
    [
        "\0", "\0\0\0\u0001", "\0\0\0\0", "\0\0\0\u0001A", "\0\0\0\u0001E", "\0\0\0\u0001N", "\0\0\0\u0001T", "\0\0\0\u0001K", "\0\0\0\u0003B\r\n", "\0\0\0\u0004M<>\0", "\0\0\0\u0004R<>\0", "\0\0\0\u0005La\0b\0",
        "\0\0\0\u0006DMi\0Q\0", "\0\u0001", "\u007f", "<", ">", "{", "}", "\n", "\r\n", "4", "6", "L", "U", "IPv6:",
    ];

    public void Take(byte[] input, int variant)
    {
        var options = new MilterOptions { FewerReplies = variant % 2 == 0, LeadingSpace = variant % 3 == 0 };
        if (variant % 4 == 0) options = options with { MaxMessageBytes = 20, MaxHeaders = 2, MaxHeaderBytes = 30, MaxRecipients = 1, MaxEnvelopeBytes = 60, MaxMacros = 2, MaxMacroBytes = 16 };
        var handler = new Handler(options);
        Exception? fault = null;
        var context = new MilterContext(options, handler, variant % 5 == 0 ? (MilterHooks)0x3f : MilterHooks.None, TimeProvider.System, incident => fault ??= incident.Fault);
        var wire = new WireStream(input, variant % 9);
        var session = new MilterConnection(context, wire, null, "fuzz").RunAsync();
        Invariants.Hold(session.IsCompletedSuccessfully, "the session waits for something, or failed");
        if (fault is not null) throw new InvariantException($"a fault of ours: {fault.Message}", fault);
        Invariants.Hold(context.Places.Taken == 0, "a message is still held");
        CheckAnswers(wire.Answers);
    }

    private static void CheckAnswers(ReadOnlySpan<byte> answers)
    {
        while (!answers.IsEmpty)
        {
            Invariants.Hold(answers.Length >= 5, "an answer was cut");
            var length = BinaryPrimitives.ReadInt32BigEndian(answers);
            Invariants.Hold(length >= 1 && length <= answers.Length - 4, "an answer has a wrong length");
            answers = answers[(4 + length)..];
        }
    }

    private static byte[] Packet(char command, string data)
    {
        var packet = new byte[5 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(packet, 1 + data.Length);
        packet[4] = (byte)command;
        Encoding.Latin1.GetBytes(data, packet.AsSpan(5));
        return packet;
    }

    private sealed class Handler(MilterOptions options) : IMilterHandler
    {
        public ValueTask<MilterReply> OnMessageAsync(MilterMessage message, IMilterProgress progress, CancellationToken cancel)
        {
            Invariants.Hold(message.Mail.Position == 0 && message.Mail.Length <= options.MaxMessageBytes, "content over the limit");
            Invariants.Hold(message.TooLarge == message.Size > options.MaxMessageBytes, "too large, or not, without a mark");
            Invariants.Hold(message.Headers.Count <= options.MaxHeaders, "more headers than the limit");
            Invariants.Hold(message.Envelope.Recipients.Count <= options.MaxRecipients, "more recipients than the limit");
            return new(MilterReply.Accept.AddHeader("X-Mark", "1"));
        }
    }
}
