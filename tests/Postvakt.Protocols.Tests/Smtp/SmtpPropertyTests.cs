using System.Text;
using CsCheck;
using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Smtp.Sending;

namespace Postvakt.Protocols.Tests.Smtp;

public sealed class SmtpPropertyTests
{
    /// <summary>Content made of what ends lines and mails, and a little else.</summary>
    private static readonly Gen<string> Content = Gen.Char["\r\n..\0ax"].Array[0, 60].Select(c => new string(c));

    [Fact]
    public async Task Session_CutAnywhere_GivesTheSameMessage()
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler);
        var content = string.Concat(Enumerable.Repeat("line\r\n..dot\r\nbare\n.\r\n", 30));
        var whole = $"EHLO x\r\n{SmtpPeer.Envelope}DATA\r\n{content}.\r\nQUIT\r\n";
        await Gen.Int[1, 90].Array[1, 40].SampleAsync(async sizes =>
        {
            using var peer = await SmtpPeer.ConnectAsync(smtp.Endpoint);
            var at = 0;
            foreach (var size in sizes)
            {
                var end = Math.Min(at + size, whole.Length);
                await peer.SendAsync(whole[at..end]);
                at = end;
                // Lets the other side take the segment, at times.
                if (size % 3 == 0) await Task.Yield();
            }
            await peer.SendAsync(whole[at..]);
            Assert.Equal("220 250 250 250 354 250 221 closed", await peer.CodesAsync(8));
            Assert.Equal(content.Replace("\r\n..", "\r\n.", StringComparison.Ordinal), (await handler.NextAsync()).Content);
        }, iter: 150, threads: 1);
    }

    [Fact]
    public async Task Bytes_AtRandom_NeverHurtTheServer()
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler, new() { ForwardingClients = RunningSmtp.Loopback });
        string[] good =
        [
            "EHLO x\r\n", "HELO x\r\n", "MAIL FROM:<a@client.example>\r\n", "RCPT TO:<b@here.example>\r\n", "DATA\r\n", "x\r\n", ".\r\n", "BDAT 5\r\n", "BDAT 3 LAST\r\n", "RSET\r\n", "NOOP\r\n",
            "XFORWARD NAME=x\r\n", "XCLIENT NAME=x\r\n", "STARTTLS\r\n", "VRFY\r\n", "HELP\r\n",
        ];
        var piece = Gen.Frequency(
            (8, Gen.Int[0, good.Length - 1].Select(i => good[i])),
            (1, Gen.Byte.Array[0, 20].Select(b => Encoding.Latin1.GetString(b))),
            (1, Gen.Char["\r\n.\0 <>:\"\\=+"].Array[0, 8].Select(c => new string(c))));
        await piece.Array[0, 30].SampleAsync(async pieces =>
        {
            using var peer = await SmtpPeer.ConnectAsync(smtp.Endpoint);
            try
            {
                foreach (var bytes in pieces) await peer.SendAsync(bytes);
                peer.EndSending();
            }
            catch (Exception closed) when (closed is IOException or System.Net.Sockets.SocketException)
            {
                // Closed on us in the middle, as it should be.
            }
            await peer.ReadToEndAsync();
        }, iter: 400, threads: 1);
        Assert.DoesNotContain(smtp.Incidents(), i => i.Kind is SmtpIncidentKind.HandlerFailed or SmtpIncidentKind.SpoolFailed);
        using var next = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await next.SendAsync(SmtpPeer.Envelope + "DATA\r\nx\r\n.\r\n");
        Assert.Equal("250 250 354 250", await next.CodesAsync(4));
    }

    [Fact]
    public void Stuffing_OfAnyContent_HasNoEndThatAnyServerSees() => Gen.Select(Content, Gen.Int[1, 7]).Sample((content, size) =>
    {
        var sent = Stuff(content, size);
        var body = sent[..^".\r\n".Length];
        Assert.EndsWith("\r\n.\r\n", "\r\n" + sent, StringComparison.Ordinal);
        // Lax servers: any mix of CR, LF and CRLF ends a line, NUL is dropped.
        var lines = ("\n" + body).Replace("\0", "", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        Assert.DoesNotContain(".", lines);
    });

    [Fact]
    public void Stuffing_OfContentWithoutDoubt_IsUndoneByTheServer() => Gen.Select(Content, Gen.Int[1, 7]).Sample((content, size) =>
    {
        var sure = content.Replace("\0", "", StringComparison.Ordinal).Replace("\n.", "\nx", StringComparison.Ordinal).Replace("\r.", "\rx", StringComparison.Ordinal) + "\r\n.\r\n.\r\n..x\r\n";
        sure = sure.Replace("\r\n\r\n", "\r\n.\r\n", StringComparison.Ordinal);
        Assert.Equal(sure, Unstuff(Stuff(sure, size), size));
    });

    private static string Stuff(string content, int size)
    {
        var stuffing = new DotStuffing();
        var sent = new List<byte>();
        foreach (var piece in Encoding.Latin1.GetBytes(content).Chunk(size))
        {
            var room = new byte[DotStuffing.Room(piece.Length)];
            sent.AddRange(room.AsSpan(0, stuffing.Write(piece, room)));
        }
        sent.AddRange(stuffing.End());
        return Encoding.Latin1.GetString([.. sent]);
    }

    private static string Unstuff(string sent, int size)
    {
        var scanner = new EndOfData();
        var waiting = new List<byte>();
        var content = new List<byte>();
        foreach (var piece in Encoding.Latin1.GetBytes(sent).Chunk(size))
        {
            waiting.AddRange(piece);
            byte[] buffer = [.. waiting];
            var ended = scanner.Scan(buffer, out var taken, out var kept);
            content.AddRange(buffer.AsSpan(0, kept));
            waiting.RemoveRange(0, taken);
            if (ended) return Encoding.Latin1.GetString([.. content]);
        }
        throw new InvalidOperationException("no end");
    }
}
