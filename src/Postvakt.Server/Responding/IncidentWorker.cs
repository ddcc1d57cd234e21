using Microsoft.Extensions.Logging;
using Postvakt.Campaigns;
using Postvakt.Incidents;
using Postvakt.Jobs;
using Postvakt.Server.Gateway;
using Postvakt.Server.Working;

namespace Postvakt.Server.Responding;

/// <summary>Takes up what campaigns, reports, answers and hunts propose, and grades the incident by what is known of it by then.</summary>
internal sealed class IncidentWorker : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private readonly IErrands _errands;
    private readonly IncidentReader _reader;
    private readonly Playbook _playbook;
    private readonly TimeProvider _clock;
    private readonly JobLoop _loop;

    public IncidentWorker(IErrands errands, Playbook playbook, TimeProvider clock, ILogger log)
    {
        (_errands, _reader, _playbook, _clock) = (errands, new IncidentReader(errands), playbook, clock);
        // One at a time: two about the same campaign become one incident.
        _loop = new JobLoop(errands, IncidentProposal.Kind, 1, Lease, TakeAsync, clock, log);
    }

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private async Task TakeAsync(QueuedJob job, CancellationToken cancellation)
    {
        var proposal = IncidentProposal.Of(job.Job);
        if (await _errands.DoAsync(l => Decisions(l).Take(job, proposal)).ConfigureAwait(false) is not { } id) return;
        if (await _errands.DoAsync(l => IncidentDecisions.Find(l, id)).ConfigureAwait(false) is not { } incident) return;
        var (_, signs) = await _reader.ReadAsync(incident, cancellation).ConfigureAwait(false);
        await _errands.DoAsync(l =>
        {
            Decisions(l).Grade(id, signs);
            return true;
        }).ConfigureAwait(false);
    }

    private IncidentDecisions Decisions(Quarantine.IDecisions decisions) => new(decisions, _playbook, _clock);
}
