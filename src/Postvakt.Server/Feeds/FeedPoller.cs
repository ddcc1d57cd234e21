using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Postvakt.Feeds;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Sharing;

namespace Postvakt.Server.Feeds;

/// <summary>Reads the configured feeds from time to time, each once over all nodes. What was read before stays whatever happens to the next reading.</summary>
internal sealed partial class FeedPoller : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1), FirstWait = TimeSpan.FromMinutes(1), LongestWait = TimeSpan.FromHours(6);
    private readonly IErrands _errands;
    private readonly FeedKeeper _keeper;
    private readonly FeedTaker _taker;
    private readonly FeedLimits _limits;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task[] _work;

    public FeedPoller(IErrands errands, IReadOnlyList<FeedConfig> feeds, FeedKeeper keeper, FeedTaker taker, FeedLimits limits, TimeProvider clock, ILogger log)
    {
        (_errands, _keeper, _taker, _limits, _clock, _log) = (errands, keeper, taker, limits, clock, log);
        _work = [.. feeds.Select(f => Task.Run(() => RunAsync(f)))];
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_work).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync(FeedConfig feed)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                // Known by heart and a second old: whether it is due is asked of the store only when it seems so.
                if (_keeper.States.GetValueOrDefault(feed.Name)?.IsDue(_clock.GetUtcNow(), feed.Every) != false && await ClaimAsync(feed).ConfigureAwait(false) is { } state) await PollAsync(feed, state).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception store)
            {
                NotPolled(_log, feed.Name, store is IOException ? store.Message : store.GetType().Name);
            }
            await Task.Delay(Look, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Null where it is not due, or another node has it.</summary>
    private Task<FeedState?> ClaimAsync(FeedConfig feed) => _errands.DoAsync(l =>
    {
        new FeedDecisions(l, _clock).Know(feed.Options);
        var (entry, now) = (l.FindRegistered(FeedState.Kind, feed.Name)!, _clock.GetUtcNow());
        var state = FeedState.Of(entry);
        if (!state.IsDue(now, feed.Every)) return null;
        state = state with { Busy = now + _limits.Whole + _limits.Request, LastAttempt = now, Wanted = false };
        return l.Note(state.Change(entry.Version)) ? state : null;
    });

    private async Task PollAsync(FeedConfig feed, FeedState state)
    {
        using var limit = new CancellationTokenSource(_limits.Whole, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
        try
        {
            var (counts, position, digest) = feed.Kind == FeedKind.Taxii ? await PagesAsync(feed, state, either.Token).ConfigureAwait(false) : await FileAsync(feed, state, either.Token).ConfigureAwait(false);
            await SettleAsync(feed, s => s.Good(counts, position, digest, _clock.GetUtcNow())).ConfigureAwait(false);
        }
        catch (FeedException refused)
        {
            await FailAsync(feed, refused.Message, refused.NotBefore).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
            await FailAsync(feed, FormattableString.Invariant($"not read whole within {_limits.Whole.TotalMinutes:0} min; it goes on from where it was"), null).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // We stop: another node, or we after the start, may go on at once.
            await SettleAsync(feed, s => s with { Busy = null, LastAttempt = state.LastGood }).ConfigureAwait(false);
        }
    }

    private async Task<(FeedCounts, string, string)> PagesAsync(FeedConfig feed, FeedState state, CancellationToken cancellation)
    {
        using var connection = new FeedConnection(feed.Server!, _limits, _clock);
        var (counts, position) = (new FeedCounts(), state.Position);
        await foreach (var page in new TaxiiClient(connection, feed.Server!.Url, feed.Collection, _limits).ReadAsync(position, cancellation).ConfigureAwait(false))
        {
            counts += await _taker.TakeAsync(feed.Options, Read(feed, page.Body), isWhole: false, cancellation).ConfigureAwait(false);
            if (page.LastAdded.Length == 0) continue;
            position = page.LastAdded;
            // What is in the store need not be read again, should the next page fail.
            await SettleAsync(feed, s => s with { Position = position }).ConfigureAwait(false);
        }
        return (counts, position, "");
    }

    private async Task<(FeedCounts, string, string)> FileAsync(FeedConfig feed, FeedState state, CancellationToken cancellation)
    {
        var bytes = feed.Path is { } path ? await BytesAsync(path, cancellation).ConfigureAwait(false) : await FetchAsync(feed, cancellation).ConfigureAwait(false);
        // Once a day also what did not change: what comes without an end holds longer then.
        var digest = string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(SHA256.HashData(bytes))} {_clock.GetUtcNow():yyyyMMdd}");
        if (digest == state.Digest) return (state.Last, "", digest);
        var reading = Read(feed, bytes);
        // An empty file is more often a broken one than the end of all danger.
        if (reading.Reports.All(r => r.Indicators.Count == 0) && state.Last.Given > 0) throw new FeedException($"{feed.Place}: gives nothing any more; what it gave stays until it ends");
        return (await _taker.TakeAsync(feed.Options, reading, isWhole: true, cancellation).ConfigureAwait(false), "", digest);
    }

    private async Task<byte[]> FetchAsync(FeedConfig feed, CancellationToken cancellation)
    {
        using var connection = new FeedConnection(feed.Server!, _limits, _clock);
        return (await connection.GetAsync(feed.Server!.Url, "*/*", cancellation).ConfigureAwait(false)).Body;
    }

    private async Task<byte[]> BytesAsync(string path, CancellationToken cancellation)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Length > _limits.MaxAnswer) throw new FeedException(string.Create(CultureInfo.InvariantCulture, $"{path}: larger than {_limits.MaxAnswer} bytes"));
            return await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new FeedException($"{path}: {unreadable.Message}", unreadable);
        }
    }

    private SharedReading Read(FeedConfig feed, byte[] bytes)
    {
        var form = feed.Kind switch { FeedKind.MispFile => FeedForm.Misp, FeedKind.CsvFile => FeedForm.Csv, FeedKind.PlainFile => FeedForm.Plain, _ => FeedForm.Stix };
        var reading = FeedReading.Read(bytes, form, feed.Type, _clock.GetUtcNow());
        return reading.Fault is { } fault ? throw new FeedException($"{feed.Place}: {fault}") : reading;
    }

    private async Task FailAsync(FeedConfig feed, string why, DateTimeOffset? notBefore)
    {
        NotPolled(_log, feed.Name, why);
        await SettleAsync(feed, s => s.Failed(why, Later(s.Failures, notBefore))).ConfigureAwait(false);
    }

    private DateTimeOffset Later(int failures, DateTimeOffset? notBefore)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(failures, 10));
        var own = _clock.GetUtcNow() + (wait < LongestWait ? wait : LongestWait);
        return notBefore > own ? notBefore.Value : own;
    }

    /// <summary>A person may have said something of it meanwhile: then the newer entry is changed.</summary>
    private Task SettleAsync(FeedConfig feed, Func<FeedState, FeedState> change) => _errands.DoAsync(l =>
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            if (l.FindRegistered(FeedState.Kind, feed.Name) is not { } entry) return false;
            if (l.Note(change(FeedState.Of(entry)).Change(entry.Version))) return true;
        }
        throw new IOException("the feed's entry changes all the time");
    });

    [LoggerMessage(71, LogLevel.Warning, "feed {Feed} could not be read, what it gave before stays: {Why}")]
    private static partial void NotPolled(ILogger log, string feed, string why);
}
