using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postvakt.Protocols.Tests.Milter;

/// <summary>A hand-written mail server's side: sends what it is told, byte by byte if it must, and reads the answers.</summary>
internal sealed class MilterPeer : IDisposable
{
    private readonly Socket _socket;

    private MilterPeer(Socket socket) => _socket = socket;

    public static async Task<MilterPeer> ConnectAsync(EndPoint endpoint)
    {
        var tcp = endpoint is IPEndPoint;
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, tcp ? ProtocolType.Tcp : ProtocolType.Unspecified);
        await socket.ConnectAsync(endpoint);
        if (tcp) socket.NoDelay = true;
        return new(socket);
    }

    /// <summary>Connects, negotiates and names the client; answers to all of it are read.</summary>
    public static async Task<MilterPeer> GreetAsync(EndPoint endpoint, uint steps = Frames.AllSteps, uint actions = Frames.AllActions)
    {
        var peer = await ConnectAsync(endpoint);
        await peer.SendAsync(Frames.Offer(6, actions, steps));
        var terms = await peer.ReadAsync();
        await peer.SendAsync(Frames.Connect(), Frames.Helo());
        if ((BinaryPrimitives.ReadUInt32BigEndian(terms!.Value.Data.AsSpan(8)) & 0x1000) == 0)
        {
            Assert.Equal('c', (await peer.ReadAsync())?.Code);
            Assert.Equal('c', (await peer.ReadAsync())?.Code);
        }
        return peer;
    }

    public async Task SendAsync(params byte[][] packets) => await _socket.SendAsync(packets.SelectMany(p => p).ToArray());

    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>The next answer; null when the connection is closed.</summary>
    public async Task<(char Code, byte[] Data)?> ReadAsync()
    {
        if (await ReadAsync(4) is not { } length || await ReadAsync(BinaryPrimitives.ReadInt32BigEndian(length)) is not { } packet) return null;
        return ((char)packet[0], packet[1..]);
    }

    /// <summary>Answers up to the one that decides, as text: the code, then the data with NUL shown as |.</summary>
    public async Task<List<string>> ReadAnswersAsync()
    {
        var answers = new List<string>();
        while (await ReadAsync() is var (code, data))
        {
            answers.Add(code + Encoding.UTF8.GetString(data).Replace('\0', '|'));
            if ("acdrtyf4".Contains(code, StringComparison.Ordinal)) break;
        }
        return answers;
    }

    public async Task ReadToEndAsync()
    {
        while (await ReadAsync() is not null) { }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<byte[]?> ReadAsync(int count)
    {
        var bytes = new byte[count];
        try
        {
            for (var have = 0; have < count;)
            {
                var read = await _socket.ReceiveAsync(bytes.AsMemory(have), SocketFlags.None, TestContext.Current.CancellationToken);
                if (read == 0) return null;
                have += read;
            }
            return bytes;
        }
        catch (SocketException)
        {
            // Closed with bytes of ours unread: a reset.
            return null;
        }
    }
}
