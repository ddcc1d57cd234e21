using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Postvakt.Server.Tests.Events;

/// <summary>A collector on loopback that reads counted octets, over TLS where it has a certificate.</summary>
internal sealed class SyslogReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;
    private TcpClient? _client;

    public SyslogReceiver(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        _work = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public BlockingCollection<string> Messages { get; } = [];

    public string? ClientName { get; private set; }

    /// <summary>Connections that were set up so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Closes the connection that is open, as a collector that is restarted does.</summary>
    public void Drop() => _client?.Dispose();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        _client?.Dispose();
        await _work;
        _end.Dispose();
        Messages.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                _client = await _listener.AcceptTcpClientAsync(_end.Token);
                Stream stream = _client.GetStream();
                if (_certificate is not null)
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate, ClientCertificateRequired = true, RemoteCertificateValidationCallback = (_, certificate, _, _) => (ClientName = certificate?.Subject) is not null }, _end.Token);
                    stream = secure;
                }
                Connections++;
                await using (stream) await ReadAsync(stream);
            }
            catch (Exception over) when (over is IOException or SocketException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
            {
                // The connection, or the test, is over.
                _client?.Dispose();
            }
        }
    }

    private async Task ReadAsync(Stream stream)
    {
        var digits = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _end.Token) == 1)
        {
            if (one[0] != ' ')
            {
                digits.Append((char)one[0]);
                continue;
            }
            var message = new byte[int.Parse(digits.ToString(), NumberStyles.None, CultureInfo.InvariantCulture)];
            digits.Clear();
            await stream.ReadExactlyAsync(message, _end.Token);
            Messages.Add(Encoding.UTF8.GetString(message));
        }
    }
}
