using System.Text;
using Microsoft.Extensions.Logging;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Sources;
using Postvakt.Jobs;
using Postvakt.Memory;
using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Quarantine;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Working;

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

    /// <summary>How long a job is this worker's: longer than any attempt lasts.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    private readonly IErrands _errands;
    private readonly IVault _vault;
    private readonly SmtpSender? _sender;
    private readonly TokenKey _tokens;
    private readonly Func<DirectorySnapshot> _directory;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly JobLoop _loop;

    /// <param name="sender">Disposed of with the worker; null where no mail server is named: what was let out before is held again.</param>
    public ReleaseWorker(IErrands errands, IVault vault, SmtpSender? sender, TokenKey tokens, Func<DirectorySnapshot> directory, TimeProvider clock, ILogger log)
    {
        (_errands, _vault, _sender, _tokens, _directory, _clock, _log) = (errands, vault, sender, tokens, directory, clock, log);
        _loop = new JobLoop(errands, ReleaseOrder.Kind, AtOnce, Lease, HandAsync, clock, log);
    }

    /// <summary>Ends after the attempts that are under way; those that take long are broken off, which leaves a mail put off or in doubt.</summary>
    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync().ConfigureAwait(false);
        if (_sender is not null) await _sender.DisposeAsync().ConfigureAwait(false);
    }

    private async Task HandAsync(QueuedJob job, CancellationToken ending)
    {
        var order = ReleaseOrder.Of(job.Job);
        if (await StepAsync(s => s.Begin(job, order)).ConfigureAwait(false) is not { } item) return;
        var outcome = await SendAsync(item, order, ending).ConfigureAwait(false);
        Handed(_log, item.Id, outcome.Kind.ToString().ToLowerInvariant());
        await StepAsync(s => Note(s, job, item, order, outcome)).ConfigureAwait(false);
    }

    private async Task<SmtpOutcome> SendAsync(QuarantineItem item, ReleaseOrder order, CancellationToken ending)
    {
        if (_sender is null) return Never("no mail server is named that takes released mail");
        // An attempt ends before the job can be somebody else's.
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ending);
        time.CancelAfter(Lease - TimeSpan.FromMinutes(1));
        try
        {
            var kept = _vault.Open(item.Id);
            if (kept is null) return Never("its bytes are gone");
            await using var _ = kept.ConfigureAwait(false);
            // The mark is signed over the text, and a sealed mail can only be read forwards.
            using var content = new SpoolStream(InMemory);
            await kept.CopyToAsync(content, time.Token).ConfigureAwait(false);
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

    private Task<T> StepAsync<T>(Func<DeliverySteps, T> step) => _errands.DoAsync(ledger => step(new DeliverySteps(ledger, _directory(), _clock)));

    [LoggerMessage(30, LogLevel.Information, "released mail {Id}: {Outcome}")]
    private static partial void Handed(ILogger log, string id, string outcome);
}
