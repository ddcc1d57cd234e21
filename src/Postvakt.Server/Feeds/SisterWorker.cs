using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Postvakt.Audit;
using Postvakt.Feeds;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Taxii;
using Postvakt.Server.Working;
using Postvakt.Sharing;
using Postvakt.Sharing.Making;
using Postvakt.Sharing.Stix;

namespace Postvakt.Server.Feeds;

/// <summary>Tells sisters what a person confirmed, each by a job of its own. Telling again does no harm: every id is the same.</summary>
internal sealed class SisterWorker : IAsyncDisposable
{
    /// <summary>Longer than reading a report and one request last.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5), LongestWait = TimeSpan.FromHours(1);

    /// <summary>After it an operator is told instead. A day: what was hot yesterday is in the lists by now.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>How often, and how long, a record is waited for that was called malicious: its revision is a job too.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1), LongestLook = TimeSpan.FromMinutes(10);

    private readonly IErrands _errands;
    private readonly IReadOnlyList<SisterConfig> _sisters;
    private readonly SharingOptions _sharing;
    private readonly FeedLimits _limits;
    private readonly TimeProvider _clock;
    private readonly JobLoop _orders, _tellings;

    public SisterWorker(IErrands errands, IReadOnlyList<SisterConfig> sisters, SharingOptions sharing, FeedLimits limits, TimeProvider clock, ILogger log)
    {
        (_errands, _sisters, _sharing, _limits, _clock) = (errands, sisters, sharing, limits, clock);
        _orders = new JobLoop(errands, SisterOrder.Kind, 10, Lease, (job, _) => errands.DoAsync(l => Split(l, job)), clock, log);
        _tellings = new JobLoop(errands, SisterTelling.Kind, 4, Lease, TellAsync, clock, log);
    }

    public async ValueTask DisposeAsync()
    {
        await _orders.DisposeAsync().ConfigureAwait(false);
        await _tellings.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The order becomes a job for each sister that is told of such things; both or nothing.</summary>
    private bool Split(ILedger ledger, QueuedJob job)
    {
        var (order, now) = (SisterOrder.Read(job.Job), _clock.GetUtcNow());
        SisterConfig[] told = [.. _sisters.Where(s => s.Inbox is not null && (order.Of == SisterOrder.Incident ? s.Incidents : s.Campaigns))];
        if (told.Length == 0) return ledger.Finish(job);
        return ledger.Decide(new Decision(Audit("tell-sisters", order.Subject, string.Join(", ", told.Select(s => s.Name)), AuditEvent.Done)) { Finished = job, Jobs = [.. told.Select(s => new SisterTelling(s.Name, order).Job(now))] }, now) == DecisionOutcome.Done;
    }

    private async Task TellAsync(QueuedJob job, CancellationToken cancellation)
    {
        var (sister, order) = SisterTelling.Of(job.Job);
        var inbox = _sisters.FirstOrDefault(s => s.Name == sister)?.Inbox;
        var waited = _clock.GetUtcNow() - job.Job.DueAt;
        if (inbox is not null && waited < LongestLook && await _errands.DoAsync(l => SisterReport.IsEarly(l, order)).ConfigureAwait(false))
        {
            await _errands.DoAsync(l => l.Retry(job, _clock.GetUtcNow() + LookAgain)).ConfigureAwait(false);
            return;
        }
        // No longer configured, or nothing that may be told: what somebody called a newsletter is no attack.
        if (inbox is null || await ReportAsync(order, cancellation).ConfigureAwait(false) is not { Indicators.Count: > 0 } report)
        {
            await _errands.DoAsync(l => l.Finish(job)).ConfigureAwait(false);
            return;
        }
        try
        {
            using var connection = new FeedConnection(inbox, _limits, _clock);
            await connection.PostAsync(ObjectsOf(inbox.Url), TaxiiMedia.Type, Envelope(report), cancellation).ConfigureAwait(false);
            var told = FormattableString.Invariant($"{order.Subject}: {report.Indicators.Count} indicators");
            await _errands.DoAsync(l => l.Decide(new Decision(Audit("tell-sister", sister, told, AuditEvent.Done)) { Finished = job }, _clock.GetUtcNow())).ConfigureAwait(false);
        }
        catch (FeedException refused)
        {
            await _errands.DoAsync(l => refused.IsFinal || waited > Patience ? GiveUp(l, job, sister, order, refused.Message) : l.Retry(job, Later(waited, refused.NotBefore))).ConfigureAwait(false);
        }
    }

    private async Task<SharedReport?> ReportAsync(SisterOrder order, CancellationToken cancellation)
    {
        if (await _errands.DoAsync(l => SisterReport.Begin(l, order, _sharing, _clock)).ConfigureAwait(false) is not { } making) return null;
        while (await _errands.DoAsync(making.Step).ConfigureAwait(false)) cancellation.ThrowIfCancellationRequested();
        return making.Report;
    }

    /// <summary>It stays among the jobs that were given up, where an operator can have it tried anew, and the audit says why.</summary>
    private bool GiveUp(ILedger ledger, QueuedJob job, string sister, SisterOrder order, string why) =>
        // Said first: when we die between the two it is tried, and said, once more.
        ledger.Decide(new Decision(Audit("sister-untold", sister, order.Subject, why)), _clock.GetUtcNow()) == DecisionOutcome.Done && ledger.GiveUp(job);

    /// <summary>As long again as it waited already. Not by attempts: those count the looks at a record that was not revised yet.</summary>
    private DateTimeOffset Later(TimeSpan waited, DateTimeOffset? notBefore)
    {
        var own = _clock.GetUtcNow() + (waited < FirstWait ? FirstWait : waited < LongestWait ? waited : LongestWait);
        return notBefore > own ? notBefore.Value : own;
    }

    private AuditEvent Audit(string action, string subject, string reason, string outcome) => AuditEvent.Of(_clock.GetUtcNow(), Actor.System("sisters"), action, subject, reason, outcome);

    /// <summary>TAXII 2.1, 3.7: what is handed in is an envelope, not a bundle.</summary>
    private static byte[] Envelope(SharedReport report) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["objects"] = new JsonArray([.. StixBundle.Objects(report)]) });

    /// <summary>TAXII 2.1, 5.5: of a collection, by its own address or that of its objects.</summary>
    private static Uri ObjectsOf(Uri inbox)
    {
        var folder = new Uri(inbox.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        return folder.AbsolutePath.EndsWith("/objects/", StringComparison.Ordinal) ? folder : new Uri(folder, "objects/");
    }
}
