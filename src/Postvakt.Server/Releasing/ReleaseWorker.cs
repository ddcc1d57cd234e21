using System.Text;
using Microsoft.Extensions.Logging;
using Postvakt.Audit;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Sources;
using Postvakt.Jobs;
using Postvakt.Memory;
using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Quarantine;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Releasing;

/// <summary>
/// Hands released mail over to the mail server, as the jobs of decisions ask. What comes of each attempt is a decision of its own; a mail is never in two hands,
/// and after a crash it is in doubt until one of our listeners sees it come by or its time is over.
/// </summary>
internal sealed partial class ReleaseWorker : IAsyncDisposable
{
    /// <summary>Mails handed over at once. 4: a bulk release must not crowd out the mail that comes in.</summary>
    private const int AtOnce = 4;

    /// <summary>Bytes of a mail kept in memory on its way; the rest goes to disk.</summary>
    private const int InMemory = 1 << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long an attempt may go on while we stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>How long a job is this worker's: longer than any attempt lasts.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    private readonly DeskLoop _desk;
    private readonly IVault _vault;
    private readonly SmtpSender? _sender;
    private readonly TokenKey _tokens;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new(), _ending = new();
    private readonly Task _work;

    /// <param name="sender">Disposed of with the worker; null where no mail server is named: what was let out before is held again.</param>
    public ReleaseWorker(DeskLoop desk, IVault vault, SmtpSender? sender, TokenKey tokens, TimeProvider clock, ILogger log)
    {
        (_desk, _vault, _sender, _tokens, _clock, _log) = (desk, vault, sender, tokens, clock, log);
        _work = RunAsync(_stopping.Token);
    }

    /// <summary>Ends after the attempts that are under way; those that take long are broken off, which leaves a mail put off or in doubt.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _ending.CancelAfter(Grace);
        await _work.ConfigureAwait(false);
        if (_sender is not null) await _sender.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
        _ending.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var jobs = await TakeAsync().ConfigureAwait(false);
            // One at a time from the list, and none once we stop: a lock-down or a stop finds the rest undone.
            await Parallel.ForEachAsync(jobs, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (job, _) => await HandAsync(job, stopping).ConfigureAwait(false)).ConfigureAwait(false);
            if (jobs.Count == 0) await Task.Delay(Pause, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<QueuedJob>> TakeAsync()
    {
        try
        {
            return await _desk.DoAsync(l => l.Take(ReleaseOrder.Kind, _clock.GetUtcNow(), Lease, AtOnce)).ConfigureAwait(false);
        }
        catch (Exception store)
        {
            // Whatever it is: the loop must go on.
            NotTaken(_log, store is IOException ? store.Message : store.GetType().Name);
            return [];
        }
    }

    private async Task HandAsync(QueuedJob job, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested) return;
        try
        {
            var order = ReleaseOrder.Of(job.Job);
            if (await StepAsync(s => s.Begin(job, order)).ConfigureAwait(false) is not { } item) return;
            var outcome = await SendAsync(item, order).ConfigureAwait(false);
            Handed(_log, item.Id, outcome.Kind.ToString().ToLowerInvariant());
            await StepAsync(s => Note(s, job, item, order, outcome)).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // The store, or a mistake of ours: when its lease is over, the job comes back.
            NotHanded(_log, job.Job.Subject, fault is IOException ? fault.Message : fault.GetType().Name);
        }
    }

    private async Task<SmtpOutcome> SendAsync(QuarantineItem item, ReleaseOrder order)
    {
        if (_sender is null) return Never("no mail server is named that takes released mail");
        // An attempt ends before the job can be somebody else's.
        using var time = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        time.CancelAfter(Lease - TimeSpan.FromMinutes(1));
        try
        {
            var kept = _vault.Open(item.Id);
            if (kept is null) return Never("its bytes are gone");
            await using var _ = kept.ConfigureAwait(false);
            // The mark is signed over the text, and a sealed mail can only be read forwards.
            using var content = new SpoolStream(InMemory);
            await kept.CopyToAsync(content).ConfigureAwait(false);
            var mark = ReleaseMark.Of(item.Id, content, _tokens);
            content.Position = 0;
            return await _sender.SendAsync(new SmtpDelivery
            {
                Sender = new SmtpMailbox(item.MailFrom),
                Recipients = [.. order.Recipients.Select(r => new SmtpMailbox(r))],
                Content = content,
                Prefix = Encoding.ASCII.GetBytes($"{ReleaseMark.Field}: {mark}\r\n"),
                HasBareLineEnds = true,
                Body = HasEightBit(content) ? SmtpBody.EightBit : SmtpBody.Undeclared,
            }, time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new SmtpOutcome(SmtpOutcomeKind.Deferred, null, [], "it took too long, or we were stopped");
        }
        catch (Exception disk) when (disk is IOException or UnauthorizedAccessException)
        {
            return new SmtpOutcome(SmtpOutcomeKind.Deferred, null, [], "its bytes cannot be read now");
        }
        catch (Exception unusable) when (unusable is InvalidDataException or ArgumentException)
        {
            return Never(unusable is InvalidDataException ? "its bytes were changed or their key is missing" : "its envelope cannot be sent");
        }
    }

    private static SmtpOutcome Never(string why) => new(SmtpOutcomeKind.Refused, null, [], why);

    private static bool Note(DeliverySteps steps, QueuedJob job, QuarantineItem item, ReleaseOrder order, SmtpOutcome outcome)
    {
        var why = outcome.Reply is { } reply ? FormattableString.Invariant($"{reply.Code} {reply.Status}").Trim() : outcome.Text;
        switch (outcome.Kind)
        {
            case SmtpOutcomeKind.Accepted: return steps.Ended(job, item, order, AuditEvent.Done);
            case SmtpOutcomeKind.Refused: steps.Failed(job, item, why); break;
            case SmtpOutcomeKind.InDoubt: steps.Doubted(job, item); break;
            default: steps.Later(job, item, order, why); break;
        }
        return true;
    }

    /// <summary>Leaves the content at its start.</summary>
    private static bool HasEightBit(Stream content)
    {
        var piece = new byte[16 << 10];
        var found = false;
        for (int read; !found && (read = content.Read(piece)) > 0;) found = !Ascii.IsValid(piece.AsSpan(0, read));
        content.Position = 0;
        return found;
    }

    private Task<T> StepAsync<T>(Func<DeliverySteps, T> step) => _desk.DoAsync(ledger => step(new DeliverySteps(ledger, _clock)));

    [LoggerMessage(30, LogLevel.Information, "released mail {Id}: {Outcome}")]
    private static partial void Handed(ILogger log, string id, string outcome);

    [LoggerMessage(31, LogLevel.Error, "released mail {Id} could not be handled and is tried again: {Text}")]
    private static partial void NotHanded(ILogger log, string id, string text);

    [LoggerMessage(32, LogLevel.Error, "the store does not say what is to be released: {Text}")]
    private static partial void NotTaken(ILogger log, string text);
}
