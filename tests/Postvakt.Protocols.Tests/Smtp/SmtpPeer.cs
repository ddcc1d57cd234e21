using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Postvakt.Protocols.Tests.Smtp;

/// <summary>A hand-written client: sends exactly the bytes it is told and reads replies.</summary>
internal sealed class SmtpPeer : IDisposable
{
    public const string Envelope = "MAIL FROM:<a@client.example>\r\nRCPT TO:<b@here.example>\r\n";

    private readonly Socket _socket;
    private readonly List<byte> _waiting = [];
    private Stream _stream;

    private SmtpPeer(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: false);
    }

    /// <summary>Connects; the greeting is not read.</summary>
    public static async Task<SmtpPeer> ConnectAsync(IPEndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endpoint, TestContext.Current.CancellationToken);
        return new(socket);
    }

    /// <summary>Connects and says EHLO.</summary>
    public static async Task<SmtpPeer> GreetAsync(IPEndPoint endpoint)
    {
        var peer = await ConnectAsync(endpoint);
        Assert.StartsWith("220 ", await peer.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250", await peer.SayAsync("EHLO mail.client.example"), StringComparison.Ordinal);
        return peer;
    }

    /// <param name="text">One character a byte.</param>
    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);

    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>A line out, the reply back.</summary>
    public async Task<string> SayAsync(string line)
    {
        await SendAsync(line + "\r\n");
        return await ReplyAsync();
    }

    /// <summary>The next reply, lines parted by LF; "closed" when the connection is.</summary>
    public async Task<string> ReplyAsync()
    {
        var lines = new List<string>();
        while (await LineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Length < 4 || line[3] != '-') return string.Join('\n', lines);
        }
        return "closed";
    }

    /// <summary>The codes of the next replies, in order.</summary>
    public async Task<string> CodesAsync(int count)
    {
        var codes = new List<string>();
        for (var i = 0; i < count; i++) codes.Add((await ReplyAsync()).Split(' ', '-')[0]);
        return string.Join(' ', codes);
    }

    /// <summary>All replies until the server closes.</summary>
    public async Task<List<string>> ReadToEndAsync()
    {
        var replies = new List<string>();
        while (await ReplyAsync() is var reply and not "closed") replies.Add(reply);
        return replies;
    }

    /// <param name="expected">The certificate that the server must show.</param>
    public async Task StartTlsAsync(X509Certificate2 expected)
    {
        Assert.StartsWith("220", await SayAsync("STARTTLS"), StringComparison.Ordinal);
        var tls = new SslStream(_stream, false, (_, shown, _, _) => expected.Equals(shown));
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "filter.example" }, TestContext.Current.CancellationToken);
        _stream = tls;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    private async Task<string?> LineAsync()
    {
        var buffer = new byte[4096];
        while (true)
        {
            var end = _waiting.IndexOf((byte)'\n');
            if (end >= 0)
            {
                Assert.True(end > 0 && _waiting[end - 1] == '\r', "a reply line ends in CR LF");
                var line = Encoding.Latin1.GetString([.. _waiting[..(end - 1)]]);
                _waiting.RemoveRange(0, end + 1);
                return line;
            }
            try
            {
                var read = await _stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
                if (read == 0) return null;
                _waiting.AddRange(buffer.AsSpan(0, read));
            }
            catch (IOException)
            {
                // Closed with bytes of ours unread: a reset.
                return null;
            }
        }
    }
}
