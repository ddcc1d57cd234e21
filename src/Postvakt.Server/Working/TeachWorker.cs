using Microsoft.Extensions.Logging;
using Postvakt.Detection;
using Postvakt.Intake;
using Postvakt.Intake.Ledger;
using Postvakt.Intake.Sources;
using Postvakt.Jobs;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Working;

/// <summary>Has Memory learn from held mail that was released as genuine.</summary>
internal sealed class TeachWorker : IAsyncDisposable
{
    /// <summary>Bytes of a mail kept in memory; the rest goes to disk.</summary>
    private const int InMemory = 1 << 20;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private readonly IErrands _errands;
    private readonly IVault _vault;
    private readonly MessageParser _parser;
    private readonly Func<ILedger, Judge> _judge;
    private readonly TimeProvider _clock;
    private readonly JobLoop _loop;

    /// <param name="judge">One for the Memory of a ledger.</param>
    public TeachWorker(IErrands errands, IVault vault, MessageParser parser, Func<ILedger, Judge> judge, TimeProvider clock, ILogger log)
    {
        (_errands, _vault, _parser, _judge, _clock) = (errands, vault, parser, judge, clock);
        _loop = new JobLoop(errands, Genuine.JobKind, 1, Lease, TeachAsync, clock, log);
    }

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private async Task TeachAsync(QueuedJob job, CancellationToken cancellation)
    {
        var (item, record) = await _errands.DoAsync(l => (l.FindHeld(job.Job.Subject), l.FindRecord(job.Job.Subject))).ConfigureAwait(false);
        var message = item is null || record is null ? null : Read(item, record, cancellation);
        await _errands.DoAsync(l =>
        {
            var genuine = new Genuine(l, l.Memory, _clock);
            // What a person called harmless is history again, whatever it could have taught.
            if (message is null && record is { Revised: Verdict.Clean }) l.Memory.Revise(l.RowsOf([job.Job.Subject]), Standing.Trusted);
            if (message is null) genuine.NotTaught(job, "its bytes are gone or damaged");
            else genuine.Taught(job, _judge(l).Vouch(message), record!.At + MemoryOptions.Default.LessonRetention);
            return true;
        }).ConfigureAwait(false);
    }

    private Message? Read(QuarantineItem item, LedgerEntry record, CancellationToken cancellation)
    {
        try
        {
            using var kept = _vault.Open(item.Id);
            if (kept is null) return null;
            // A sealed mail can only be read forwards.
            using var content = new SpoolStream(InMemory);
            kept.CopyTo(content);
            content.Position = 0;
            return _parser.Parse(new ReceivedMail(item.Id, 0, content, record.Envelope, record.At), cancellation);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
