using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Postvakt.Server.Installations;
using Postvakt.Server.Operation;

namespace Postvakt.Server.Api;

/// <summary>Asks a server: over the socket of its data directory, or over TCP with a token. What a server refuses is an <see cref="InstallationException"/> with its sentence.</summary>
public sealed class ApiClient : IAsyncDisposable
{
    /// <summary>Bytes of an answer. 256 MiB: what is kept about a person who writes to everybody.</summary>
    private const int MaxAnswer = 256 << 20;

    /// <summary>Bytes of a token's file. 1 KiB: a secret and a line end.</summary>
    private const int MaxToken = 1 << 10;

    private readonly HttpClient _http;
    private readonly IAsyncDisposable? _server;

    private ApiClient(HttpClient http, IAsyncDisposable? server) => (_http, _server) = (http, server);

    /// <summary>A server that owns the data directory and answers, or null. Throws <see cref="InstallationException"/> when it may not be asked.</summary>
    public static Task<ApiClient?> FindAsync(string folder, CancellationToken cancellation) => FindAsync(folder, null, cancellation);

    /// <param name="server">Disposed of with the client: a server of its own.</param>
    internal static async Task<ApiClient?> FindAsync(string folder, IAsyncDisposable? server, CancellationToken cancellation)
    {
        var path = ApiServer.PathIn(folder);
        if (!File.Exists(path)) return null;
        try
        {
            (await ConnectAsync(path, cancellation).ConfigureAwait(false)).Dispose();
        }
        catch (SocketException refused)
        {
            if (refused.SocketErrorCode == SocketError.AccessDenied) throw new InstallationException($"{path}: a server runs here; only its own account and root may speak to it", refused);
            return null;
        }
        return new ApiClient(Client(new SocketsHttpHandler { ConnectCallback = (_, c) => ConnectAsync(path, c), UseProxy = false }, new Uri("http://postvakt/")), server);
    }

    /// <summary>Nobody else runs: this process answers, for as long as it asks.</summary>
    public bool IsOwn => _server is not null;

    /// <summary>A server elsewhere. Throws <see cref="InstallationException"/> for a file that holds no token.</summary>
    public static ApiClient Of(Uri server, string tokenFile)
    {
        if (server.Scheme is not ("https" or "http") || (server.Scheme == "http" && !server.IsLoopback)) throw new InstallationException($"{server}: a server elsewhere is spoken to over https only: the token would be read on the way");
        if (new FileInfo(tokenFile) is { Exists: true, Length: > MaxToken }) throw new InstallationException($"{tokenFile}: too large for a token");
        var http = Client(new SocketsHttpHandler { AllowAutoRedirect = false }, server);
        var token = File.ReadAllText(tokenFile).Trim();
        if (token.Length == 0 || token.Any(c => c is <= ' ' or > '~')) throw new InstallationException($"{tokenFile}: holds no token");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ApiClient(http, null);
    }

    /// <summary>What is asked for, or null where there is no such thing.</summary>
    public async Task<T?> GetAsync<T>(string path, CancellationToken cancellation) where T : class
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, HttpCompletionOption.ResponseContentRead, cancellation).ConfigureAwait(false);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync<T>(answer, cancellation).ConfigureAwait(false);
    }

    /// <summary>What came of it.</summary>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellation) where T : class
    {
        using var answer = await SendAsync(method, path, body, HttpCompletionOption.ResponseContentRead, cancellation).ConfigureAwait(false);
        return await ReadAsync<T>(answer, cancellation).ConfigureAwait(false);
    }

    /// <summary>What came of bytes that were handed in.</summary>
    public async Task<T> UploadAsync<T>(string path, byte[] content, string type, CancellationToken cancellation) where T : class
    {
        using var body = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation).ConfigureAwait(false);
            return await ReadAsync<T>(answer, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException lost)
        {
            throw new InstallationException("the server cannot be reached or broke the connection: " + lost.Message, lost);
        }
    }

    /// <summary>Copies what is asked for to a stream and gives its media type, or null where there is no such thing.</summary>
    public async Task<string?> CopyAsync(string path, Func<Stream> to, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        if (!answer.IsSuccessStatusCode) throw new InstallationException(await ReasonAsync(answer, cancellation).ConfigureAwait(false));
        var target = to();
        await using var _ = target.ConfigureAwait(false);
        await answer.Content.CopyToAsync(target, cancellation).ConfigureAwait(false);
        return answer.Content.Headers.ContentType?.MediaType ?? "";
    }

    /// <summary>Verdicts as they are reached, until cancelled or the server stops.</summary>
    public async IAsyncEnumerable<VerdictNotice> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, "api/v1/verdicts", null, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode) throw new InstallationException(await ReasonAsync(answer, cancellation).ConfigureAwait(false));
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
        while (await NextAsync(lines, cancellation).ConfigureAwait(false) is { } line)
        {
            if (JsonSerializer.Deserialize<VerdictNotice>(line, ApiJson.Options) is { } notice) yield return notice;
        }
    }

    /// <summary>Lines of an answer that stays open, until cancelled or the server stops.</summary>
    public async IAsyncEnumerable<string> LinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode) throw new InstallationException(await ReasonAsync(answer, cancellation).ConfigureAwait(false));
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
        while (await NextAsync(lines, cancellation).ConfigureAwait(false) is { } line) yield return line;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_server is not null) await _server.DisposeAsync().ConfigureAwait(false);
    }

    private static HttpClient Client(SocketsHttpHandler handler, Uri server) =>
        new(handler) { BaseAddress = new Uri(server.AbsoluteUri.TrimEnd('/') + "/"), MaxResponseContentBufferSize = MaxAnswer, Timeout = TimeSpan.FromMinutes(30) };

    /// <summary>Null at the end, also when the server stopped without a farewell.</summary>
    private static async Task<string?> NextAsync(StreamReader lines, CancellationToken cancellation)
    {
        try
        {
            return await lines.ReadLineAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellation) where T : class
    {
        // A refused decision is an answer like any other.
        if (!answer.IsSuccessStatusCode && !(typeof(T) == typeof(RulingView) || typeof(T) == typeof(IssuedTokenView) || typeof(T) == typeof(PlannedSweepView) || typeof(T) == typeof(SubmittedView) || typeof(T) == typeof(OpenedIncidentView))) throw new InstallationException(await ReasonAsync(answer, cancellation).ConfigureAwait(false));
        var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!answer.IsSuccessStatusCode && JsonSerializer.Deserialize<ErrorView>(text, ApiJson.Options) is { Error: { } error }) throw new InstallationException(error);
            return JsonSerializer.Deserialize<T>(text, ApiJson.Options) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new InstallationException($"the server answered {(int)answer.StatusCode} and nothing that can be read");
        }
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            return (await answer.Content.ReadFromJsonAsync<ErrorView>(ApiJson.Options, cancellation).ConfigureAwait(false))?.Error ?? "";
        }
        catch (JsonException)
        {
            return $"the server answered {(int)answer.StatusCode}";
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, HttpCompletionOption completion, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: ApiJson.Options) };
            return await _http.SendAsync(request, completion, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException lost)
        {
            throw new InstallationException("the server cannot be reached or broke the connection: " + lost.Message, lost);
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
