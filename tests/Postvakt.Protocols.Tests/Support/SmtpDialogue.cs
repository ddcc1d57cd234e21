using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postvakt.Protocols.Tests.Support;

/// <summary>SMTP by hand: a line out, the whole reply back.</summary>
internal sealed class SmtpDialogue : IAsyncDisposable
{
    private readonly TcpClient _client;
    private readonly StreamReader _reader;

    private SmtpDialogue(TcpClient client)
    {
        _client = client;
        _reader = new StreamReader(client.GetStream(), Encoding.Latin1);
    }

    /// <summary>Connects to loopback and reads the greeting.</summary>
    public static async Task<SmtpDialogue> OpenAsync(int port)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            var dialogue = new SmtpDialogue(client);
            var greeting = await dialogue.ReplyAsync();
            return greeting.StartsWith("220", StringComparison.Ordinal) ? dialogue : throw new IOException(greeting);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Sends a line and returns the reply, lines parted by LF.</summary>
    public async Task<string> SayAsync(string line)
    {
        await _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"));
        return await ReplyAsync();
    }

    /// <summary>A whole mail; the reply to its end, or to the first step that was refused.</summary>
    /// <param name="mail">With CRLF line ends; lines that begin with a dot are not escaped here.</param>
    public async Task<string> SendAsync(string from, string to, string mail)
    {
        foreach (var line in (string[])[$"MAIL FROM:<{from}>", $"RCPT TO:<{to}>", "DATA"])
        {
            var reply = await SayAsync(line);
            if (reply[0] is not ('2' or '3')) return reply;
        }
        return await SayAsync(mail + (mail.EndsWith("\r\n", StringComparison.Ordinal) ? "." : "\r\n."));
    }

    /// <summary>A mail of any size, block by block. The reply to its end, or to the first step that was refused.</summary>
    /// <param name="blocks">Header and body with CRLF line ends, no line beginning with a dot, the last ending in CRLF.</param>
    public async Task<string> SendAsync(string from, string to, IEnumerable<byte[]> blocks)
    {
        foreach (var line in (string[])[$"MAIL FROM:<{from}>", $"RCPT TO:<{to}>", "DATA"])
        {
            var reply = await SayAsync(line);
            if (reply[0] is not ('2' or '3')) return reply;
        }
        foreach (var block in blocks) await _client.GetStream().WriteAsync(block);
        return await SayAsync(".");
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _client.Dispose();
        return default;
    }

    private async Task<string> ReplyAsync()
    {
        var lines = new List<string>();
        while (true)
        {
            var line = await _reader.ReadLineAsync() ?? throw new IOException("the server closed the connection");
            lines.Add(line);
            if (line.Length < 4 || line[3] != '-') return string.Join('\n', lines);
        }
    }
}
