using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace Postvakt.Server.Tests.Support;

/// <summary>Stands between a client and a server on loopback, and cuts the connection where a test says so.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _target;
    private readonly Task _work;
    private int _cuts;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _work = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>A command that holds this word cuts the connection.</summary>
    public string CutAt { get; set; } = "";

    /// <summary>The command reaches the server and only its answer does not come back; else the command is lost too.</summary>
    public bool AfterCommand { get; set; }

    /// <summary>Connections left to cut.</summary>
    public int Left { get; set; } = 1;

    public int Cuts => _cuts;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _work;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, cut.Token);
                var mute = new StrongBox<bool>();
                var back = BackAsync(server.GetStream(), client.GetStream(), mute, cut.Token);
                var forth = ForthAsync(client.GetStream(), server.GetStream(), mute, cut);
                await Task.WhenAny(back, forth);
                await cut.CancelAsync();
                await Task.WhenAll(back, forth);
            }
            catch (Exception ended) when (ended is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Either side went.
            }
        }
    }

    private static async Task BackAsync(NetworkStream from, NetworkStream to, StrongBox<bool> mute, CancellationToken cut)
    {
        var buffer = new byte[64 << 10];
        for (int read; (read = await from.ReadAsync(buffer, cut)) > 0;)
            if (!Volatile.Read(ref mute.Value)) await to.WriteAsync(buffer.AsMemory(0, read), cut);
    }

    private async Task ForthAsync(NetworkStream from, NetworkStream to, StrongBox<bool> mute, CancellationTokenSource cut)
    {
        var buffer = new byte[64 << 10];
        for (int read; (read = await from.ReadAsync(buffer, cut.Token)) > 0;)
        {
            if (CutAt.Length > 0 && Left > 0 && Encoding.Latin1.GetString(buffer, 0, read).Contains(CutAt, StringComparison.Ordinal))
            {
                Left--;
                Interlocked.Increment(ref _cuts);
                if (AfterCommand)
                {
                    // The server does it, and nobody hears its answer.
                    Volatile.Write(ref mute.Value, true);
                    await to.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                    await Task.Delay(300, CancellationToken.None);
                }
                return;
            }
            await to.WriteAsync(buffer.AsMemory(0, read), cut.Token);
        }
    }
}
