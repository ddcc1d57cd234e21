using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Connectors;

/// <summary>
/// Follows a link as a reader's browser would begin to, and no further: redirects by status only, each resolved and checked anew, to public addresses only, without cookies, credentials or
/// referrer. The address that was checked is the one that is connected to, so that a name cannot change its meaning in between.
/// </summary>
internal sealed class LinkFollower : IDisposable
{
    private readonly LinksConfig _config;
    private readonly HttpClient _client;

    public LinkFollower(LinksConfig config)
    {
        _config = config;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = config.Proxy is not null, Proxy = config.Proxy is null ? null : new WebProxy(config.Proxy), PooledConnectionLifetime = TimeSpan.Zero,
            MaxResponseHeadersLength = 32, ConnectTimeout = TimeSpan.FromSeconds(5), ActivityHeadersPropagator = null, Credentials = null, PreAuthenticate = false,
        };
        // Through a proxy the connection is to the proxy, which resolves for itself: names are checked before each hop, but only the proxy can close the gap in between.
        if (config.Proxy is null) handler.ConnectCallback = ConnectAsync;
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async Task<LinkTrail> FollowAsync(Uri link, CancellationToken cancellation)
    {
        var hops = new List<Uri> { link };
        while (true)
        {
            var here = hops[^1];
            if (Refusal(here) is { } refusal) return new LinkTrail(hops, refusal, default, "");
            try
            {
                if (_config.Proxy is not null && await ResolvesInsideAsync(here, cancellation).ConfigureAwait(false)) return new LinkTrail(hops, "leads to an address that is not public", default, "");
                using var request = new HttpRequestMessage(HttpMethod.Get, here) { Version = HttpVersion.Version11 };
                request.Headers.TryAddWithoutValidation("User-Agent", _config.UserAgent);
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
                using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
                if ((int)answer.StatusCode is >= 300 and < 400 && answer.Headers.Location is { } location)
                {
                    if (!Uri.TryCreate(here, location, out var next)) return new LinkTrail(hops, "redirects to what is no address", default, "");
                    if (hops.Contains(next)) return new LinkTrail(hops, "goes round in a circle", default, "");
                    if (hops.Count > _config.Hops) return new LinkTrail(hops, $"more than {_config.Hops} redirects", default, "");
                    hops.Add(next);
                    continue;
                }
                var content = await ContentAsync(answer, cancellation).ConfigureAwait(false);
                return new LinkTrail(hops, $"status {(int)answer.StatusCode}", answer.IsSuccessStatusCode ? content : default, NameOf(answer, here));
            }
            // Whatever a server does, its answer is that there is none.
            catch (Exception failed) when (!cancellation.IsCancellationRequested && failed is HttpRequestException or IOException or FormatException or InvalidOperationException or NotSupportedException or SocketException)
            {
                return new LinkTrail(hops, failed.InnerException is PrivateAddressException ? "leads to an address that is not public" : "does not answer", default, "");
            }
        }
    }

    private string? Refusal(Uri address)
    {
        if (address.Scheme is not ("http" or "https")) return "not a web address";
        if (address.UserInfo.Length > 0) return "an address with a user";
        if (_config.Allow.Contains(address.IdnHost.ToLowerInvariant())) return null;
        if (IPAddress.TryParse(address.DnsSafeHost, out var literal) && !PublicAddress.Is(literal)) return "leads to an address that is not public";
        return address.IsDefaultPort || address.Port is 8080 or 8443 ? null : "a port that web pages do not use";
    }

    /// <summary>A name without a dot, or one that means something inside here. What only the proxy can resolve passes.</summary>
    private async Task<bool> ResolvesInsideAsync(Uri address, CancellationToken cancellation)
    {
        var host = address.DnsSafeHost;
        if (_config.Allow.Contains(address.IdnHost.ToLowerInvariant())) return false;
        if (!host.Contains('.', StringComparison.Ordinal) && !host.Contains(':', StringComparison.Ordinal)) return true;
        try
        {
            return (await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false)).Any(a => !PublicAddress.Is(a));
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
        var allowed = _config.Allow.Contains(host.ToLowerInvariant()) ? addresses : [.. addresses.Where(PublicAddress.Is)];
        // One private address among public ones is a trap, not a choice.
        if (allowed.Length == 0 || allowed.Length < addresses.Length) throw new PrivateAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<ReadOnlyMemory<byte>> ContentAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using var kept = new MemoryStream();
        var buffer = new byte[64 << 10];
        int read;
        while (kept.Length < _config.Size && (read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, _config.Size - kept.Length)), cancellation).ConfigureAwait(false)) > 0)
            kept.Write(buffer, 0, read);
        return kept.GetBuffer().AsMemory(0, (int)kept.Length);
    }

    /// <summary>Bytes after which an answer is cut.</summary>
    public long Size => _config.Size;

    private static string NameOf(HttpResponseMessage answer, Uri address)
    {
        var given = answer.Content.Headers.ContentDisposition is { } disposition ? (disposition.FileNameStar ?? disposition.FileName)?.Trim('"') : null;
        var name = given is { Length: > 0 } ? given : Uri.UnescapeDataString(address.AbsolutePath);
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        return name.Length == 0 ? "page" : name.Length > 200 ? name[..200] : name;
    }

    public void Dispose() => _client.Dispose();

    private sealed class PrivateAddressException : IOException;
}
