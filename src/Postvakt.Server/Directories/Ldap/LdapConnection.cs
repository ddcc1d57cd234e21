using System.Formats.Asn1;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Directories.Ldap;

/// <summary>A connection that reads: TLS, a simple bind, searches by pages. One request at a time. Every method throws <see cref="DirectorySourceException"/>.</summary>
internal sealed class LdapConnection : IAsyncDisposable
{
    private readonly LdapConfig _config;
    private readonly LdapLimits _limits;
    private readonly TimeProvider _clock;
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private Stream? _stream;
    private bool _stands;
    private int _id;
    private long _received;

    private LdapConnection(LdapConfig config, LdapLimits limits, TimeProvider clock) => (_config, _limits, _clock) = (config, limits, clock);

    private string Server => FormattableString.Invariant($"{_config.Server.Host}:{_config.Server.Port}");

    public static async Task<LdapConnection> OpenAsync(LdapConfig config, LdapLimits limits, TimeProvider clock, CancellationToken cancellation)
    {
        var connection = new LdapConnection(config, limits, clock);
        try
        {
            await connection.WithinAsync(limits.Connect, "connecting", connection.ConnectAsync, cancellation).ConfigureAwait(false);
            connection._stands = true;
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <param name="password">Empty for anonymous.</param>
    public async Task BindAsync(string dn, string password, CancellationToken cancellation)
    {
        await SendAsync(LdapMessages.Bind(++_id, dn, password), cancellation).ConfigureAwait(false);
        await SucceedAsync(LdapMessages.BindResponse, dn.Length > 0 ? $"the account {DirectoryText.Show(dn)} is refused" : "the server refuses anonymous readers", cancellation).ConfigureAwait(false);
    }

    /// <summary>All entries below a place, page by page. References to other servers are not followed.</summary>
    public async IAsyncEnumerable<LdapEntry> SearchAsync(string under, string filter, IReadOnlyList<string> attributes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        byte[] cookie = [];
        do
        {
            await SendAsync(LdapMessages.Search(++_id, under, filter, attributes, _limits.Answer, _limits.Page, cookie), cancellation).ConfigureAwait(false);
            while (true)
            {
                var message = await ReceiveAsync(cancellation).ConfigureAwait(false);
                if (message.Kind == LdapMessages.SearchEntry)
                {
                    yield return Understood(() => LdapMessages.Entry(message.Body));
                    continue;
                }
                if (message.Kind == LdapMessages.SearchReference) continue;
                Check(message, LdapMessages.SearchDone, $"the search below {DirectoryText.Show(under)} failed");
                cookie = message.Cookie;
                break;
            }
        }
        while (cookie.Length > 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
        {
            try
            {
                // RFC 4511 4.3 asks for it; a server that is gone does not mind.
                if (_stands) await SendAsync(LdapMessages.Unbind(++_id), CancellationToken.None).ConfigureAwait(false);
            }
            catch (DirectorySourceException)
            {
            }
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
        _socket.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        await _socket.ConnectAsync(_config.Server, cancellation).ConfigureAwait(false);
        _stream = new NetworkStream(_socket);
        if (_config.Tls == LdapTls.None) return;
        if (_config.Tls == LdapTls.StartTls)
        {
            await SendAsync(LdapMessages.StartTls(++_id), cancellation).ConfigureAwait(false);
            await SucceedAsync(LdapMessages.ExtendedResponse, "the server refuses TLS", cancellation).ConfigureAwait(false);
        }
        var secure = new SslStream(_stream);
        _stream = secure;
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = _config.Server.Host, CertificateChainPolicy = Policy() }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Null: the system's authorities.</summary>
    private X509ChainPolicy? Policy()
    {
        if (_config.CaFile is not { } file) return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception broken) when (broken is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new DirectorySourceException($"{file}: cannot be read as PEM certificates: {broken.Message}", broken);
        }
        return policy.CustomTrustStore.Count > 0 ? policy : throw new DirectorySourceException($"{file}: holds no PEM certificate");
    }

    private async Task SucceedAsync(int kind, string otherwise, CancellationToken cancellation) => Check(await ReceiveAsync(cancellation).ConfigureAwait(false), kind, otherwise);

    private void Check(LdapMessage message, int kind, string otherwise)
    {
        var (code, text) = Understood(() => LdapMessages.Result(message.Body));
        if (message.Kind == kind && message.Id == _id && code == 0) return;
        throw new DirectorySourceException(FormattableString.Invariant($"{Server}: {otherwise}: result {code}") + (LdapResults.NameOf(code) is { } name ? $" ({name})" : "") + (text.Length > 0 ? $", \"{DirectoryText.Show(text)}\"" : ""));
    }

    private Task SendAsync(byte[] message, CancellationToken cancellation) => WithinAsync(_limits.Answer, "sending", token => _stream!.WriteAsync(message, token).AsTask(), cancellation);

    private async Task<LdapMessage> ReceiveAsync(CancellationToken cancellation)
    {
        byte[] bytes = [];
        await WithinAsync(_limits.Answer, "waiting for an answer", async token => bytes = await FrameAsync(token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        return Understood(() => LdapMessages.Read(bytes));
    }

    /// <summary>RFC 4511 5.1: a sequence whose length is given, never open.</summary>
    private async Task<byte[]> FrameAsync(CancellationToken cancellation)
    {
        var head = new byte[6];
        await _stream!.ReadExactlyAsync(head.AsMemory(0, 2), cancellation).ConfigureAwait(false);
        var (more, length) = (head[1] < 0x80 ? 0 : head[1] & 0x7F, (long)head[1]);
        if (head[0] != 0x30 || head[1] == 0x80 || more > 4) throw new DirectorySourceException($"{Server}: does not speak LDAP");
        if (more > 0)
        {
            await _stream.ReadExactlyAsync(head.AsMemory(2, more), cancellation).ConfigureAwait(false);
            length = 0;
            for (var i = 0; i < more; i++) length = (length << 8) | head[2 + i];
        }
        if (length > _limits.MaxMessage) throw new DirectorySourceException($"{Server}: an answer of more than {_limits.MaxMessage >> 20} MiB");
        if ((_received += length) > _limits.MaxWhole) throw new DirectorySourceException($"{Server}: answers of more than {_limits.MaxWhole >> 20} MiB in all");
        var message = new byte[2 + more + (int)length];
        head.AsSpan(0, 2 + more).CopyTo(message);
        await _stream.ReadExactlyAsync(message.AsMemory(2 + more), cancellation).ConfigureAwait(false);
        return message;
    }

    private T Understood<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (AsnContentException broken)
        {
            throw new DirectorySourceException($"{Server}: an answer cannot be understood: {broken.Message}", broken);
        }
    }

    private async Task WithinAsync(TimeSpan time, string doing, Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(time, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await work(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DirectorySourceException(FormattableString.Invariant($"{Server}: gave up {doing} after {time.TotalSeconds:0.#} s"));
        }
        catch (Exception lost) when (lost is IOException or SocketException or ObjectDisposedException)
        {
            throw new DirectorySourceException($"{Server}: {doing} failed: {lost.Message}", lost);
        }
        catch (AuthenticationException untrusted)
        {
            throw new DirectorySourceException($"{Server}: its certificate is not trusted: {untrusted.Message}", untrusted);
        }
    }
}
