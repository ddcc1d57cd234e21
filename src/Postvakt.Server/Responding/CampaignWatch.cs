using Microsoft.Extensions.Logging;
using Postvakt.Campaigns;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Responding;

/// <summary>Looks at campaigns every few seconds and proposes an incident for each that is an attack, once.</summary>
internal sealed partial class CampaignWatch : IAsyncDisposable
{
    /// <summary>Malicious mails of one campaign that are proposed as an incident. 3: two alike may be one person who sent twice.</summary>
    public const int Attack = 3;

    /// <summary>Campaigns looked at in a round.</summary>
    private const int MaxCampaigns = 100;

    /// <summary>5 s: new mail joins within seconds.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>As long as marks of mails are compared with each other.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromDays(2);

    private readonly IErrands _errands;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private int _looking;
    private long _givenUp;

    public CampaignWatch(IErrands errands, TimeProvider clock, ILogger log)
    {
        (_errands, _clock, _log) = (errands, clock, log);
        _timer = clock.CreateTimer(_ => _ = LookAsync(), null, Pause, Pause);
    }

    /// <summary>Work that was given up, as of the last look.</summary>
    public long GivenUp => Interlocked.Read(ref _givenUp);

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private async Task LookAsync()
    {
        // One at a time: where the ledger is busy, ticks must not pile up.
        if (Interlocked.Exchange(ref _looking, 1) != 0) return;
        try
        {
            await _errands.DoAsync(l =>
            {
                var campaigns = new CampaignDecisions(l, _clock);
                foreach (var tally in l.Campaigns(_clock.GetUtcNow() - Window, MaxCampaigns).Where(t => t.Malicious >= Attack))
                    campaigns.Propose(tally.Name, l.RecordsInCampaign(tally.Name, 0, 1).Found.FirstOrDefault(""));
                Interlocked.Exchange(ref _givenUp, l.Count().GivenUp);
                return true;
            }).ConfigureAwait(false);
        }
        catch (Exception store)
        {
            NotLooked(_log, store is IOException ? store.Message : store.GetType().Name);
        }
        finally
        {
            Interlocked.Exchange(ref _looking, 0);
        }
    }

    [LoggerMessage(36, LogLevel.Error, "campaigns could not be looked at: {Text}")]
    private static partial void NotLooked(ILogger log, string text);
}
