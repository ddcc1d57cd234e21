using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postvakt.Protocols.Tests.Smtp;

/// <summary>
/// A server that answers what the test says. The script is asked about each line, about "connect" and about "end" for the whole content; "" closes the
/// connection, null says nothing.
/// </summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, string?> _script;
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly Task _running;
    private int _connections;

    public FakeServer(Func<string, string?> script)
    {
        _script = script;
        _listener.Start();
        _running = RunAsync();
    }

    /// <summary>A server that takes everything and offers what is named, but for the lines that have an answer of their own (by their beginning).</summary>
    public static FakeServer Taking(string offers = "PIPELINING 8BITMIME SMTPUTF8 DSN", params (string Line, string? Answer)[] others) => new(line =>
    {
        foreach (var (start, answer) in others)
            if (line.StartsWith(start, StringComparison.Ordinal)) return answer;
        return line.Split(' ')[0] switch
        {
            "connect" => "220 next.example",
            "EHLO" => "250-next.example\r\n" + string.Concat(offers.Split(' ').SkipLast(1).Select(o => $"250-{o.Replace('_', ' ')}\r\n")) + "250 " + offers.Split(' ')[^1].Replace('_', ' '),
            "DATA" => "354 go",
            "end" => "250 2.0.0 Queued as 1",
            "QUIT" => "",
            _ => "250 2.1.0 fine",
        };
    });

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>All lines so far, of all connections.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>The content that came last, as it stood on the wire.</summary>
    public string Content { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var client in _clients) client.Dispose();
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
                _clients.Add(client);
                Interlocked.Increment(ref _connections);
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
            using var reader = new StreamReader(stream, Encoding.Latin1);
            if (!await AnswerAsync(stream, "connect")) return;
            while (await reader.ReadLineAsync() is { } line)
            {
                Lines.Enqueue(line);
                var answer = _script(line);
                if (line.StartsWith("BDAT ", StringComparison.Ordinal))
                {
                    var chunk = new char[int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)];
                    // Reading nothing would wait for something.
                    if (chunk.Length > 0) await reader.ReadBlockAsync(chunk);
                    Content = new(chunk);
                    if (!await AnswerAsync(stream, "end")) return;
                    continue;
                }
                if (!await SayAsync(stream, answer)) return;
                if (answer is null || !answer.StartsWith("354", StringComparison.Ordinal)) continue;
                var content = new StringBuilder();
                var letter = new char[1];
                while (!("\r\n" + content).EndsWith("\r\n.\r\n", StringComparison.Ordinal) && await reader.ReadAsync(letter) > 0) content.Append(letter[0]);
                Content = content.ToString();
                if (!await AnswerAsync(stream, "end")) return;
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
        finally
        {
            client.Dispose();
        }
    }

    private Task<bool> AnswerAsync(NetworkStream stream, string about) => SayAsync(stream, _script(about));

    private static async Task<bool> SayAsync(NetworkStream stream, string? answer)
    {
        if (answer is { Length: 0 }) return false;
        if (answer is not null) await stream.WriteAsync(Encoding.Latin1.GetBytes(answer + "\r\n"));
        return true;
    }
}
