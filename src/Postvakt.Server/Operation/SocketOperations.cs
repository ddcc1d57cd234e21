using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Postvakt.Audit;
using Postvakt.LockDowns;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Server.Installations;
using Postvakt.Storage.Backups;

namespace Postvakt.Server.Operation;

/// <summary>Asks a running server over its socket.</summary>
public sealed class SocketOperations : IOperations
{
    /// <summary>Bytes of an answer. 64 MiB: what is kept about a person who writes to everybody.</summary>
    private const int MaxAnswer = 64 << 20;

    private readonly HttpClient _http;

    private SocketOperations(HttpClient http) => _http = http;

    /// <summary>A server that owns the data directory and answers, or null. Throws <see cref="InstallationException"/> when it may not be asked.</summary>
    public static async Task<SocketOperations?> FindAsync(string folder, CancellationToken cancellation)
    {
        var path = OperatorSocket.PathIn(folder);
        if (!File.Exists(path)) return null;
        var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, c) => ConnectAsync(path, c) })
        {
            BaseAddress = new Uri("http://postvakt/"), MaxResponseContentBufferSize = MaxAnswer, Timeout = TimeSpan.FromMinutes(30),
        };
        try
        {
            (await ConnectAsync(path, cancellation).ConfigureAwait(false)).Dispose();
            return new SocketOperations(client);
        }
        catch (SocketException refused)
        {
            client.Dispose();
            if (refused.SocketErrorCode == SocketError.AccessDenied) throw new InstallationException($"{path}: a server runs here; only its own account and root may speak to it", refused);
            return null;
        }
    }

    public async Task<MemoryAccount> AccountAsync(CancellationToken cancellation) => (await ReadAsync<MemoryAccount>(HttpMethod.Get, "v1/memory", cancellation).ConfigureAwait(false))!;

    public async Task<bool> ForgetAsync(string address, CancellationToken cancellation)
    {
        using var answer = await AskAsync(HttpMethod.Delete, Person(address), HttpCompletionOption.ResponseContentRead, cancellation).ConfigureAwait(false);
        return answer.StatusCode != HttpStatusCode.NotFound;
    }

    public Task<PersonExport?> ExportAsync(string address, CancellationToken cancellation) => ReadAsync<PersonExport>(HttpMethod.Get, Person(address), cancellation);

    public async Task<BackupResult> BackupAsync(string folder, CancellationToken cancellation) =>
        (await ReadAsync<BackupResult>(HttpMethod.Post, "v1/backup?folder=" + Uri.EscapeDataString(folder), cancellation).ConfigureAwait(false))!;

    public async Task<IReadOnlyList<HeldMail>> ListHeldAsync(QuarantineState state, DateTimeOffset? before, int max, CancellationToken cancellation) =>
        (await ReadAsync<List<HeldMail>>(HttpMethod.Get, FormattableString.Invariant($"v1/held?state={state}&max={max}{(before is { } time ? FormattableString.Invariant($"&before={time.ToUnixTimeMilliseconds()}") : "")}"), cancellation).ConfigureAwait(false))!;

    public Task<HeldMail?> FindHeldAsync(string id, CancellationToken cancellation) => ReadAsync<HeldMail>(HttpMethod.Get, "v1/held/one?id=" + Uri.EscapeDataString(id), cancellation);

    public async Task<Ruling> DecideAsync(DecisionRequest request, Actor actor, CancellationToken cancellation) =>
        (await ReadAsync<Ruling>(HttpMethod.Post, "v1/decisions", cancellation, JsonContent.Create(request, options: OperatorJson.Options)).ConfigureAwait(false))!;

    public async Task<IReadOnlyList<LockDown>> LockDownsAsync(CancellationToken cancellation) => (await ReadAsync<List<LockDown>>(HttpMethod.Get, "v1/lockdowns", cancellation).ConfigureAwait(false))!;

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(string subject, int max, CancellationToken cancellation) =>
        (await ReadAsync<List<AuditEntry>>(HttpMethod.Get, FormattableString.Invariant($"v1/audit?subject={Uri.EscapeDataString(subject)}&max={max}"), cancellation).ConfigureAwait(false))!;

    public async Task<AuditReport> VerifyAuditAsync(CancellationToken cancellation) => (await ReadAsync<AuditReport>(HttpMethod.Get, "v1/audit/verify", cancellation).ConfigureAwait(false))!;

    /// <summary>Has the server read its configuration anew.</summary>
    public async Task<ReloadResult> ReloadAsync(CancellationToken cancellation) => (await ReadAsync<ReloadResult>(HttpMethod.Post, "v1/reload", cancellation).ConfigureAwait(false))!;

    /// <summary>Verdicts as they are reached, until cancelled or the server stops.</summary>
    public async IAsyncEnumerable<VerdictNotice> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var answer = await AskAsync(HttpMethod.Get, "v1/verdicts", HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
        while (await NextAsync(lines, cancellation).ConfigureAwait(false) is { } line)
        {
            if (JsonSerializer.Deserialize<VerdictNotice>(line, OperatorJson.Options) is { } notice) yield return notice;
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

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

    private static string Person(string address) => "v1/memory/person?address=" + Uri.EscapeDataString(address);

    private async Task<T?> ReadAsync<T>(HttpMethod method, string path, CancellationToken cancellation, HttpContent? content = null) where T : class
    {
        using var answer = await AskAsync(method, path, HttpCompletionOption.ResponseContentRead, cancellation, content).ConfigureAwait(false);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await answer.Content.ReadFromJsonAsync<T>(OperatorJson.Options, cancellation).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, HttpCompletionOption completion, CancellationToken cancellation, HttpContent? content = null)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            var answer = await _http.SendAsync(request, completion, cancellation).ConfigureAwait(false);
            if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound) return answer;
            var reason = answer.StatusCode == HttpStatusCode.Conflict ? await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false) : $"the server answered {(int)answer.StatusCode}";
            answer.Dispose();
            throw new InstallationException(reason);
        }
        catch (HttpRequestException lost)
        {
            throw new InstallationException("the server broke the connection: " + lost.Message, lost);
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
