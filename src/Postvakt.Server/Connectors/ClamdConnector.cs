using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Postvakt.Detection;
using Postvakt.Messages;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Connectors;

/// <summary>Has clamd look at the whole mail: its INSTREAM command (clamd(8), "COMMANDS"), one connection a mail.</summary>
internal sealed class ClamdConnector(ClamdConfig config) : IConnector
{
    private const int Chunk = 64 << 10;
    private const int MaxReply = 4096;

    public string Name => "clamd";

    public TimeSpan Time => config.Time;

    public async Task<IReadOnlyList<Finding>> AskAsync(Message message, Stream content, CancellationToken cancellation)
    {
        using var socket = await ConnectAsync(cancellation).ConfigureAwait(false);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), cancellation).ConfigureAwait(false);
        await SendAsync(stream, content, cancellation).ConfigureAwait(false);
        var findings = Read(await ReplyAsync(stream, cancellation).ConfigureAwait(false));
        // What is not in the part that it saw is not clean, but unknown; a sender must not get by with a large mail in silence.
        return findings.Length > 0 || content.Length <= config.Size ? findings : [new Finding("connector-silent", "Somebody who was to be asked about it did not answer.", Severity.Info, Name, [new Evidence("mail", $"only its first {config.Size >> 20} MiB were looked at")], [])];
    }

    /// <summary>Whether clamd answers, for a look at the installation.</summary>
    public async Task<string> PingAsync(CancellationToken cancellation)
    {
        using var socket = await ConnectAsync(cancellation).ConfigureAwait(false);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("zVERSION\0"u8.ToArray(), cancellation).ConfigureAwait(false);
        return await ReplyAsync(stream, cancellation).ConfigureAwait(false);
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        var socket = config.Socket is null ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true } : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (config.Socket is { } path) await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            else await socket.ConnectAsync(config.Address!, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Chunks of a length in network order and that many bytes; a length of zero ends them.</summary>
    private async Task SendAsync(NetworkStream stream, Stream content, CancellationToken cancellation)
    {
        var buffer = new byte[4 + Chunk];
        var left = config.Size;
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer.AsMemory(4, (int)Math.Min(Chunk, left)), cancellation).ConfigureAwait(false)) > 0)
            {
                BinaryPrimitives.WriteInt32BigEndian(buffer, read);
                await stream.WriteAsync(buffer.AsMemory(0, 4 + read), cancellation).ConfigureAwait(false);
                left -= read;
            }
            await stream.WriteAsync(new byte[4], cancellation).ConfigureAwait(false);
        }
        catch (IOException) when (stream.DataAvailable)
        {
            // Past its own limit clamd says so and closes: the reply is there to be read.
        }
    }

    private static async Task<string> ReplyAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var reply = new byte[MaxReply];
        var filled = 0;
        while (filled < reply.Length && await stream.ReadAsync(reply.AsMemory(filled), cancellation).ConfigureAwait(false) is var read && read > 0)
        {
            filled += read;
            if (reply.AsSpan(0, filled).Contains((byte)0)) break;
        }
        return Encoding.Latin1.GetString(reply, 0, filled).TrimEnd('\0', '\n');
    }

    private static Finding[] Read(string reply)
    {
        if (reply.EndsWith("OK", StringComparison.Ordinal)) return [];
        var colon = reply.IndexOf(": ", StringComparison.Ordinal);
        if (!reply.EndsWith(" FOUND", StringComparison.Ordinal) || colon < 0) throw new IOException("clamd answers: " + new string([.. reply.Take(100).Where(c => c is >= ' ' and <= '~')]));
        var name = reply[(colon + 2)..^6];
        return [new Finding("antivirus", "ClamAV knows something in it.", Severity.Critical, "clamd", [new Evidence("mail", name.Length > 160 ? name[..160] : name)], ["T1566.001"])];
    }
}
