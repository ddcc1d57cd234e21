using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postvakt.Server.Tests.Support;

/// <summary>An IMAP server on loopback that lets in whoever comes first, and refuses everybody after that with a line that a test says.</summary>
internal sealed class RefusingImap : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _refusal;
    private readonly Task _work;

    /// <param name="refusal">"NO [UNAVAILABLE] …".</param>
    public RefusingImap(string refusal)
    {
        _refusal = refusal;
        _listener.Start();
        _work = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _work;
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            for (var first = true; ; first = false) serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(), first));
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client, bool first)
    {
        using var _ = client;
        try
        {
            using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await SayAsync(stream, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready");
            while (await reader.ReadLineAsync() is { } line)
            {
                var (tag, command) = (line.Split(' ')[0], line.Split(' ')[1].ToUpperInvariant());
                if (command == "LIST") await SayAsync(stream, line.Contains("INBOX", StringComparison.Ordinal) ? "* LIST () \"/\" INBOX" : "* LIST (\\Noselect) \"/\" \"\"");
                if (command == "LOGOUT") await SayAsync(stream, "* BYE");
                await SayAsync(stream, $"{tag} {(command is "AUTHENTICATE" or "LOGIN" ? first ? "OK [CAPABILITY IMAP4rev1] in" : _refusal : "OK done")}");
            }
        }
        catch (IOException)
        {
            // The other side went.
        }
    }

    private static Task SayAsync(NetworkStream stream, string line) => stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n")).AsTask();
}
