using System.Collections.Concurrent;
using System.Net;
using DnsClient;
using DnsClient.Protocol;
using Postvakt.Authentication;
using DnsQuestion = Postvakt.Authentication.DnsQuestion;

namespace Postvakt.Server.Resolving;

/// <summary>
/// Asks recursive resolvers, each in turn, with a cache. The same question asked by many mails at once is asked once. A resolver that is dead,
/// lies about lengths or sends rubbish is one that gave no answer. Safe for concurrent use.
/// </summary>
internal sealed class DnsResolver : IResolver, IDisposable
{
    /// <summary>Bytes of an answer by UDP. 1,232: larger ones are cut into fragments, which get lost and can be forged (DNS flag day 2020).</summary>
    private const int UdpSize = 1232;

    private readonly ResolverOptions _options;
    private readonly TimeProvider _clock;
    private readonly LookupClient _client;
    private readonly NameServer[][] _tries;
    private readonly AnswerCache _cache;
    private readonly SemaphoreSlim _places;
    private readonly ConcurrentDictionary<DnsQuestion, Lazy<Task<DnsAnswer>>> _asking = new();

    public DnsResolver(ResolverOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _cache = new AnswerCache(options.CacheChars, clock);
        _places = new SemaphoreSlim(options.MaxConcurrent);
        var servers = options.Servers.Select(s => new NameServer(s)).ToArray();
        // A datagram may get lost: a single server is asked twice.
        _tries = [.. (servers.Length == 1 ? [servers[0], servers[0]] : servers).Select(s => new[] { s })];
        _client = new LookupClient(new LookupClientOptions(servers)
        {
            UseCache = false,
            Retries = 0,
            Timeout = options.QueryTime / _tries.Length,
            UseTcpFallback = true,
            ThrowDnsErrors = false,
            ContinueOnDnsError = false,
            ContinueOnEmptyResponse = false,
            ExtendedDnsBufferSize = UdpSize,
        });
    }

    /// <summary>The resolvers that the system uses; empty when it names none.</summary>
    public static IReadOnlyList<IPEndPoint> OfSystem()
    {
        try
        {
            return [.. NameServer.ResolveNameServers(skipIPv6SiteLocal: true, fallbackToGooglePublicDns: false).Select(s => new IPEndPoint(IPAddress.Parse(s.Address), s.Port))];
        }
        catch (InvalidOperationException)
        {
            return [];
        }
    }

    public async ValueTask<DnsAnswer> AskAsync(DnsQuestion question, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_cache.Find(question) is { } known) return known;
        var asking = _asking.GetOrAdd(question, q => new Lazy<Task<DnsAnswer>>(() => FetchAsync(q)));
        // The one who asked first may lose patience; the question goes on for the others.
        return await asking.Value.WaitAsync(cancellation).ConfigureAwait(false);
    }

    public void Dispose() => _places.Dispose();

    private async Task<DnsAnswer> FetchAsync(DnsQuestion question)
    {
        try
        {
            return await QueryInPlaceAsync(question).WaitAsync(_options.QueryTime, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return DnsAnswer.Failed;
        }
        finally
        {
            _asking.TryRemove(question, out _);
        }
    }

    private async Task<DnsAnswer> QueryInPlaceAsync(DnsQuestion question)
    {
        if (!await _places.WaitAsync(_options.QueryTime).ConfigureAwait(false)) return DnsAnswer.Failed;
        try
        {
            foreach (var server in _tries)
            {
                if (await QueryAsync(server, question).ConfigureAwait(false) is not { Outcome: not DnsOutcome.Failed } answer) continue;
                return answer;
            }
            return DnsAnswer.Failed;
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<DnsAnswer> QueryAsync(NameServer[] server, DnsQuestion question)
    {
        try
        {
            var response = await _client.QueryServerAsync(server, question.Name, TypeOf(question.Kind)).ConfigureAwait(false);
            if (AnswerReader.Read(response, question) is not { Outcome: not DnsOutcome.Failed } answer) return DnsAnswer.Failed;
            _cache.Put(question, answer, TtlOf(response, answer));
            return answer;
        }
        catch (ArgumentException)
        {
            // Not sent: no such name can exist.
            return DnsAnswer.NoSuchName;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A foreign parser on bytes from the network, or a socket in trouble: whatever it throws, there was no answer.
            return DnsAnswer.Failed;
        }
    }

    private TimeSpan TtlOf(IDnsQueryResponse response, DnsAnswer answer)
    {
        var seconds = answer.Outcome == DnsOutcome.Found
            ? response.Answers.Min(r => (long)r.InitialTimeToLive)
            // RFC 2308 5: what the zone says about "there is none".
            : response.Authorities.OfType<SoaRecord>().Select(s => Math.Min(s.InitialTimeToLive, (long)s.Minimum)).FirstOrDefault();
        var most = answer.Outcome == DnsOutcome.Found ? _options.MostTtl : _options.MostNegativeTtl;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, (long)_options.LeastTtl.TotalSeconds, (long)most.TotalSeconds));
    }

    private static QueryType TypeOf(DnsKind kind) => kind switch
    {
        DnsKind.Txt => QueryType.TXT,
        DnsKind.A => QueryType.A,
        DnsKind.Aaaa => QueryType.AAAA,
        DnsKind.Mx => QueryType.MX,
        _ => QueryType.PTR,
    };
}
