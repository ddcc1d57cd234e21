using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>A mail server that takes released mail and notes what it has, the moment before it answers; it hangs up where a test says so.</summary>
internal sealed class ReleaseSink : IAsyncDisposable
{
    private const string Mark = "X-Postvakt-Release: ";
    private readonly TcpListener _listener;
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = new();
    private readonly Task _running;

    /// <param name="port">0 for any that is free.</param>
    public ReleaseSink(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start(512);
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whole mails, also those whose answer was never given.</summary>
    public ConcurrentQueue<Taken> All { get; } = new();

    /// <summary>Whether to hang up instead of answering "connect", a verb, "text" (its first line) or "end" (the dot behind it).</summary>
    public Func<string, bool> HangsUp { get; set; } = _ => false;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var client in _clients.Keys) client.Dispose();
        await _running;
        _listener.Dispose();
    }

    private async Task RunAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                client.NoDelay = true;
                _clients[client] = true;
                serving.RemoveAll(t => t.IsCompletedSuccessfully);
                serving.Add(ServeAsync(client));
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1, false, 32 << 10);
            if (!await AnswerAsync(stream, "connect", "220 sink.example")) return;
            var recipients = new List<string>();
            while (await reader.ReadLineAsync() is { } line)
            {
                var verb = line.Split(' ')[0];
                if (verb == "RCPT") recipients.Add(line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)]);
                if (!await AnswerAsync(stream, verb, verb switch { "EHLO" => "250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME", "DATA" => "354 go", "QUIT" => "221 bye", _ => "250 2.1.0 fine" })) return;
                if (verb != "DATA") continue;
                if (await TextAsync(reader) is not { } id) return;
                All.Enqueue(new Taken(id, [.. recipients]));
                recipients.Clear();
                if (!await AnswerAsync(stream, "end", "250 2.0.0 Taken")) return;
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side, or the test, is gone.
        }
        finally
        {
            _clients.TryRemove(client, out _);
            client.Dispose();
        }
    }

    /// <summary>The id in the mark of a mail that came whole, else null.</summary>
    private async Task<string?> TextAsync(StreamReader reader)
    {
        var id = "";
        for (var first = true; await reader.ReadLineAsync() is { } line; first = false)
        {
            if (line == ".") return id;
            if (line.StartsWith(Mark, StringComparison.Ordinal)) id = line[Mark.Length..].Split(' ')[0];
            if (first && HangsUp("text")) return null;
        }
        return null;
    }

    private async Task<bool> AnswerAsync(NetworkStream stream, string about, string answer)
    {
        if (HangsUp(about)) return false;
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer + "\r\n"));
        return true;
    }

    /// <param name="Id">The released mail's, by its mark.</param>
    public sealed record Taken(string Id, IReadOnlyList<string> Recipients);
}
