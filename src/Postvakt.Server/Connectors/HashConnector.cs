using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Postvakt.Detection;
using Postvakt.Documents.Kinds;
using Postvakt.Messages;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;

namespace Postvakt.Server.Connectors;

/// <summary>
/// Asks whether files are known elsewhere, by their SHA-256 alone: VirusTotal's interface, version 3, "Get a file report". A file is never sent. Only kinds that can
/// hold code are asked about, because a hash of a letter tells that we have it.
/// </summary>
internal sealed class HashConnector : IConnector, IDisposable
{
    /// <summary>Files of one mail that are asked about: the free key has four questions a minute.</summary>
    private const int MaxFiles = 4;

    private const int MaxKnown = 10_000;

    /// <summary>A file of a wave that begins is unknown for some minutes only.</summary>
    private static readonly TimeSpan Unknown = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private const int MaxAnswer = 1 << 20;

    private readonly HashesConfig _config;
    private readonly HttpClient _client;
    private readonly ConcurrentDictionary<string, (int Engines, DateTimeOffset Until)> _known = new();
    private readonly TimeProvider _clock;

    public HashConnector(HashesConfig config, TimeProvider clock)
    {
        (_config, _clock) = (config, clock);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswer };
    }

    public string Name => "hashes";

    public TimeSpan Time => _config.Time;

    public async Task<IReadOnlyList<Finding>> AskAsync(Message message, Stream content, CancellationToken cancellation)
    {
        var found = new List<Evidence>();
        foreach (var file in message.Attachments.Where(a => a.Document is not null).SelectMany(a => a.Document!.Root.All).Where(f => f.Sha256.Length == 64 && CanHoldCode(f.Kind)).DistinctBy(f => f.Sha256).Take(MaxFiles))
        {
            int engines;
            try
            {
                engines = await EnginesAsync(file.Sha256, cancellation).ConfigureAwait(false);
            }
            catch (Exception silent) when (found.Count > 0 && silent is HttpRequestException or IOException or OperationCanceledException)
            {
                // What is known of the files before counts all the same.
                break;
            }
            if (engines >= _config.Engines) found.Add(new Evidence(file.Path.Length > 160 ? file.Path[..160] : file.Path, $"{engines} engines call it malicious"));
        }
        return found.Count == 0 ? [] : [new Finding("known-file", "A file in it is known to be malicious.", Severity.Critical, Name, found, ["T1566.001"])];
    }

    private static bool CanHoldCode(FileKind kind) => kind is not (FileKind.Unknown or FileKind.Empty or FileKind.Text or FileKind.Csv or FileKind.Eml or FileKind.Msg or FileKind.Png or FileKind.Jpeg or FileKind.Gif or FileKind.Bmp
        or FileKind.Tiff or FileKind.Emf or FileKind.Media or FileKind.Docx or FileKind.Xlsx or FileKind.Pptx or FileKind.OpenDocument or FileKind.Xml or FileKind.Pdf);

    private async Task<int> EnginesAsync(string sha256, CancellationToken cancellation)
    {
        if (_known.TryGetValue(sha256, out var known) && known.Until > _clock.GetUtcNow()) return known.Engines;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_config.Endpoint.ToString().TrimEnd('/') + "/files/" + sha256));
        try
        {
            request.Headers.Add("x-apikey", await SecretFile.ReadAsync(_config.KeyFile, cancellation).ConfigureAwait(false));
        }
        catch (DirectorySourceException unreadable)
        {
            throw new IOException(unreadable.Message, unreadable);
        }
        using var answer = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.NotFound && !answer.IsSuccessStatusCode) throw new HttpRequestException($"status {(int)answer.StatusCode}");
        var engines = answer.StatusCode == HttpStatusCode.NotFound ? 0 : Malicious(await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
        if (_known.Count >= MaxKnown) _known.Clear();
        _known[sha256] = (engines, _clock.GetUtcNow() + (engines == 0 ? Unknown : Kept));
        return engines;
    }

    /// <summary>data.attributes.last_analysis_stats.malicious.</summary>
    private static int Malicious(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.TryGetProperty("data", out var data) && data.TryGetProperty("attributes", out var attributes) && attributes.TryGetProperty("last_analysis_stats", out var stats)
                && stats.TryGetProperty("malicious", out var count) && count.TryGetInt32(out var engines) ? engines : throw new IOException("an answer without last_analysis_stats");
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new IOException("an answer that is no JSON of the documented form", wrong);
        }
    }

    public void Dispose() => _client.Dispose();
}
