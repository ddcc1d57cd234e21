using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;

namespace Postvakt.Server.Feeds;

/// <summary>Asks one server. Its secret goes to the configured host only: no redirect is followed, and what is elsewhere is refused.</summary>
internal sealed class FeedConnection : IDisposable
{
    private readonly FeedServerConfig _config;
    private readonly FeedLimits _limits;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;

    public FeedConnection(FeedServerConfig config, FeedLimits limits, TimeProvider clock)
    {
        (_config, _limits, _clock) = (config, limits, clock);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !config.Url.IsLoopback, AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate, MaxResponseHeadersLength = 32 };
        if (config.CaFile is { } file) handler.SslOptions.CertificateChainPolicy = Policy(file);
        // The pin is asked beside the usual checks, not instead of them.
        if (config.Pin is { } pin) handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) => errors == SslPolicyErrors.None && certificate is X509Certificate2 one && PinOf(one) == pin;
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>A successful answer. Throws <see cref="FeedException"/> for anything else.</summary>
    /// <param name="accept">Media type that is wanted.</param>
    public Task<FeedAnswer> GetAsync(Uri address, string accept, CancellationToken cancellation) => AskAsync(HttpMethod.Get, address, accept, null, cancellation);

    public Task<FeedAnswer> PostAsync(Uri address, string type, byte[] content, CancellationToken cancellation) => AskAsync(HttpMethod.Post, address, type, content, cancellation);

    public void Dispose() => _client.Dispose();

    private async Task<FeedAnswer> AskAsync(HttpMethod method, Uri address, string type, byte[]? content, CancellationToken cancellation)
    {
        var host = _config.Url.Host;
        if (address.Scheme != _config.Url.Scheme || address.Authority != _config.Url.Authority || address.UserInfo.Length > 0) throw new FeedException($"{host}: points to {DirectoryText.Show(address.Host)}, which is elsewhere; it is not asked");
        using var limit = new CancellationTokenSource(_limits.Request, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(method, address) { Headers = { Authorization = await SecretAsync(cancellation).ConfigureAwait(false) } };
            request.Headers.TryAddWithoutValidation("Accept", type);
            request.Headers.UserAgent.ParseAdd("Postvakt");
            if (content is not null)
            {
                request.Content = new ByteArrayContent(content);
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) throw Refused(response, host);
            var body = await BodyAsync(response.Content, host, either.Token).ConfigureAwait(false);
            return new FeedAnswer(body, response.Content.Headers.ContentType?.MediaType ?? "", response.Headers.TryGetValues("X-TAXII-Date-Added-Last", out var last) ? last.First() : "");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new FeedException(FormattableString.Invariant($"{host}: no whole answer within {_limits.Request.TotalSeconds:0.#} s"));
        }
        catch (DirectorySourceException secret)
        {
            throw new FeedException(secret.Message, secret);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or InvalidDataException)
        {
            throw new FeedException($"{host}: {(lost.InnerException is { } cause ? $"{lost.Message} ({cause.Message})" : lost.Message)}", lost);
        }
    }

    private async Task<AuthenticationHeaderValue?> SecretAsync(CancellationToken cancellation)
    {
        if (_config.SecretFile is not { } file) return null;
        var secret = await SecretFile.ReadAsync(file, cancellation).ConfigureAwait(false);
        if (_config.User is { } user) return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}")));
        return secret.Any(c => c is <= ' ' or > '~') ? throw new FeedException($"{file}: holds no token: one line without spaces is expected") : new AuthenticationHeaderValue("Bearer", secret);
    }

    /// <summary>Not more than what may be, however small it was packed.</summary>
    private async Task<byte[]> BodyAsync(HttpContent content, string host, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var piece = new byte[64 << 10];
            for (int read; (read = await stream.ReadAsync(piece, cancellation).ConfigureAwait(false)) > 0;)
            {
                if (body.Length + read > _limits.MaxAnswer) throw new FeedException(string.Create(CultureInfo.InvariantCulture, $"{host}: its answer is larger than {_limits.MaxAnswer} bytes"));
                body.Write(piece, 0, read);
            }
        }
        return body.ToArray();
    }

    private FeedException Refused(HttpResponseMessage response, string host)
    {
        var (status, now) = ((int)response.StatusCode, _clock.GetUtcNow());
        if (status is >= 300 and < 400) return new FeedException($"{host}: sends elsewhere ({status}, {DirectoryText.Show(response.Headers.Location?.OriginalString ?? "nowhere")}); that is not followed: name the right address") { IsFinal = true };
        var after = response.Headers.RetryAfter is not { } said ? null : said.Date ?? now + said.Delta;
        return new FeedException($"{host}: refused, {status}{(status == 401 ? ": is the password or token right?" : status == 403 ? ": these may not be read with this account" : status == 404 ? ": there is no such place" : "")}")
        {
            NotBefore = after is { } time && time > now ? time < now + _limits.Pause ? time : now + _limits.Pause : null,
            IsFinal = status is >= 400 and < 500 and not (401 or 403 or 404 or 408 or 429),
        };
    }

    /// <summary>As in RFC 7469, 2.4.</summary>
    internal static string PinOf(X509Certificate2 certificate) => Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    private static X509ChainPolicy Policy(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception broken) when (broken is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new FeedException($"{file}: cannot be read as PEM certificates: {broken.Message}", broken);
        }
        return policy.CustomTrustStore.Count > 0 ? policy : throw new FeedException($"{file}: holds no PEM certificate");
    }
}
