using Postvakt.Feeds;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Taxii;
using Postvakt.Signals;

namespace Postvakt.Server.Feeds;

/// <summary>
/// Takes in at once what is handed in by TAXII: of a sister under its name and as a sister's, of any other account as a partner's, under "inbox-ACCOUNT". Nothing of it is passed on, whatever its TLP allows.
/// </summary>
internal sealed class FeedInbox(IErrands errands, FeedTaker taker, IReadOnlyList<SisterConfig> sisters, TimeProvider clock) : ITaxiiInbox, IDisposable
{
    /// <summary>Bundles that wait for their turn. 20: a partner who is told to come again has time.</summary>
    private const int MaxWaiting = 20;

    private readonly SemaphoreSlim _turn = new(1);
    private int _waiting;

    public bool IsOpen => true;

    /// <inheritdoc/>
    /// <remarks>In the store, and known to this node, when this ends.</remarks>
    public async Task<bool> TryPutAsync(string source, ReadOnlyMemory<byte> bundle, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }
        try
        {
            await _turn.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                var (feed, reading) = (OptionsOf(source), FeedReading.Read(bundle, FeedForm.Stix, "", clock.GetUtcNow()));
                await errands.DoAsync(l => new FeedDecisions(l, clock).Know(feed)).ConfigureAwait(false);
                var counts = await taker.TakeAsync(feed, reading, isWhole: false, cancellation).ConfigureAwait(false);
                await errands.DoAsync(l => l.FindRegistered(FeedState.Kind, feed.Name) is { } entry && l.Note((FeedState.Of(entry) with { LastAttempt = clock.GetUtcNow() }).Good(counts, "", "", clock.GetUtcNow()).Change(entry.Version))).ConfigureAwait(false);
                return true;
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _turn.Dispose();

    private FeedOptions OptionsOf(string source)
    {
        // Callers are named "user:ACCOUNT".
        var account = source[(source.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (sisters.FirstOrDefault(s => s.Account.Equals(account, StringComparison.OrdinalIgnoreCase)) is { } sister) return new FeedOptions(sister.Name, FeedClass.Sister);
        return new FeedOptions(FeedOptions.InboxOf(account), FeedClass.Partner);
    }
}
