using Microsoft.Extensions.Logging;
using Postvakt.Feeds;
using Postvakt.Server.Gateway;
using Postvakt.Signals;

namespace Postvakt.Server.Feeds;

/// <summary>Knows by heart what all feeds gave, and reads within a second what any node took in. What cannot be read leaves what was known before.</summary>
internal sealed partial class FeedKeeper : IAsyncDisposable
{
    /// <summary>Changes that are read while the ledger does nothing else. 2,000: three milliseconds on a machine of 2026.</summary>
    private const int Page = 2_000;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly IErrands _errands;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _turn = new(1);
    private Task _work = Task.CompletedTask;
    private volatile FeedBook _book = FeedBook.Empty;
    private volatile IReadOnlyDictionary<string, FeedState> _states = new Dictionary<string, FeedState>();

    public FeedKeeper(IErrands errands, TimeProvider clock, ILogger log) => (_errands, _clock, _log) = (errands, clock, log);

    /// <summary>What mail is looked through for now.</summary>
    public FeedBook Book => _book;

    /// <summary>How each feed stood a second ago.</summary>
    public IReadOnlyDictionary<string, FeedState> States => _states;

    /// <summary>Reads everything, and goes on looking.</summary>
    public async Task StartAsync()
    {
        await GuardedAsync().ConfigureAwait(false);
        _work = Task.Run(RunAsync);
    }

    /// <summary>Reads what changed since the last look. Throws what the store throws.</summary>
    public async Task LookAsync()
    {
        await _turn.WaitAsync(_stopping.Token).ConfigureAwait(false);
        try
        {
            var (states, tallies) = await _errands.DoAsync(l => (FeedDecisions.All(l), l.Feeds())).ConfigureAwait(false);
            var held = tallies.ToDictionary(t => t.Feed, StringComparer.Ordinal);
            var old = _book.Shelves.ToDictionary(s => s.Feed, StringComparer.Ordinal);
            var shelves = new List<FeedShelf>();
            // A feed that was dropped counts at once no more, also while its rows are still there.
            foreach (var state in states.Where(s => held.ContainsKey(s.Name)))
                shelves.Add(await ReadAsync((old.GetValueOrDefault(state.Name) ?? FeedShelf.Empty(state.Name, state.Terms)).With(state.Terms), held[state.Name].Version).ConfigureAwait(false));
            _states = states.ToDictionary(s => s.Name, StringComparer.Ordinal);
            if (!shelves.SequenceEqual(_book.Shelves)) _book = new FeedBook(shelves);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _stopping.Dispose();
        _turn.Dispose();
    }

    private async Task<FeedShelf> ReadAsync(FeedShelf shelf, long version)
    {
        if (shelf.Version == version) return shelf;
        // Numbers that go back are of a store that was brought back from a copy: all of it is read.
        if (shelf.Version > version) shelf = FeedShelf.Empty(shelf.Feed, shelf.Terms);
        var (edit, place) = (shelf.Change(_clock.GetUtcNow()), FeedPlace.After(shelf.Version));
        while (true)
        {
            var from = place;
            var rows = await _errands.DoAsync(l => l.ReadFeed(shelf.Feed, from, Page)).ConfigureAwait(false);
            edit.Take(rows);
            if (rows.Count < Page) return edit.End(version);
            place = rows[^1].Place;
        }
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Every, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false)) await GuardedAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
    }

    private async Task GuardedAsync()
    {
        try
        {
            await LookAsync().ConfigureAwait(false);
        }
        catch (Exception store) when (!_stopping.IsCancellationRequested)
        {
            NotRead(_log, store is IOException ? store.Message : store.GetType().Name);
        }
    }

    [LoggerMessage(70, LogLevel.Warning, "what feeds gave could not be read; what was known of it holds: {Text}")]
    private static partial void NotRead(ILogger log, string text);
}
