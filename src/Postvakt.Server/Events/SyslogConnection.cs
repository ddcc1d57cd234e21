using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Events;

/// <summary>One connection to a collector, over TCP or TLS.</summary>
internal sealed class SyslogConnection : IDisposable
{
    /// <summary>How long the network may owe us a receipt. 20 s: the system's own patience is a quarter of an hour, in which all that we write is lost.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    /// <summary>tcp.h of Linux: TCP_USER_TIMEOUT, in ms (RFC 5482).</summary>
    private const int UserTimeout = 18;

    /// <summary>How long a collector may take to say that it does not want us. In TLS 1.3 it looks at our certificate after we think that all is well (RFC 8446 4.4.2.4).</summary>
    private static readonly TimeSpan Welcome = TimeSpan.FromMilliseconds(500);

    /// <summary>Reads of what a collector says, which is nothing. 1,000: one that talks without end is hung up on.</summary>
    private const int MaxReads = 1_000;

    private readonly Stream _stream;
    private readonly Task<string> _farewell;

    private SyslogConnection(Stream stream)
    {
        _stream = stream;
        _farewell = FarewellAsync(stream);
    }

    /// <summary>The collector closed it, or the network did.</summary>
    public bool IsOver => _farewell.IsCompleted;

    public static async Task<SyslogConnection> OpenAsync(SyslogConfig config, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            Watch(socket);
            await socket.ConnectAsync(config.Server, cancellation).ConfigureAwait(false);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (config.Transport == SyslogTransport.Tls) stream = await SecureAsync(stream, config, cancellation).ConfigureAwait(false);
            var connection = new SyslogConnection(stream);
            if (config.Transport == SyslogTransport.Tls) await connection.WelcomedAsync(cancellation).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
            socket.Dispose();
            throw;
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await _stream.WriteAsync(bytes, cancellation).ConfigureAwait(false);
        await _stream.FlushAsync(cancellation).ConfigureAwait(false);
    }

    public void Dispose() => _stream.Dispose();

    private async Task WelcomedAsync(CancellationToken cancellation)
    {
        await ((Task)_farewell).WaitAsync(Welcome, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        if (IsOver) throw new IOException("the collector closed the connection at once; it may want another certificate of ours: " + await _farewell.ConfigureAwait(false));
    }

    private static void Watch(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)Silence.TotalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        if (OperatingSystem.IsLinux()) socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, UserTimeout, BitConverter.GetBytes((int)Silence.TotalMilliseconds));
    }

    /// <summary>The collector's name and authority are checked by the system's rules: no callback here may forgive what they find.</summary>
    private static async Task<Stream> SecureAsync(Stream network, SyslogConfig config, CancellationToken cancellation)
    {
        var secure = new SslStream(network);
        try
        {
            using var own = config.Certificate is { } certificate ? X509Certificate2.CreateFromPemFile(certificate, config.CertificateKey) : null;
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = config.Server.Host, CertificateChainPolicy = TrustedRoots.Of(config.CaFile), ClientCertificates = own is null ? null : [own],
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            }, cancellation).ConfigureAwait(false);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends with the connection. Somebody must read: an end that nobody read is noticed only after a batch was written to nobody.</summary>
    private static async Task<string> FarewellAsync(Stream stream)
    {
        var waste = new byte[512];
        try
        {
            for (var read = 0; read < MaxReads && await stream.ReadAsync(waste).ConfigureAwait(false) > 0; read++) { }
            return "closed";
        }
        catch (Exception over) when (over is IOException or ObjectDisposedException or InvalidOperationException or AuthenticationException)
        {
            return over.Message;
        }
    }
}
