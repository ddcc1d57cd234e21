using Microsoft.Extensions.Logging;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Facts;
using Postvakt.Incidents;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Server.Gateway;
using Postvakt.Server.Mailboxes;
using Postvakt.Server.Working;

namespace Postvakt.Server.Responding;

/// <summary>Looks once at the inbox rules of each account that seems taken over. Tried for hours; what cannot be read stays undetermined, and says so.</summary>
internal sealed partial class AccountLookWorker : IAsyncDisposable
{
    /// <summary>Every 5 s new ones are looked for.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5), Lease = TimeSpan.FromMinutes(5), FirstWait = TimeSpan.FromSeconds(30), LongestWait = TimeSpan.FromMinutes(30);

    /// <summary>Attempts: with growing waits some hours.</summary>
    private const int MaxAttempts = 12;

    private readonly IErrands _errands;
    private readonly IMailboxes? _mailboxes;
    private readonly Func<DirectorySnapshot> _directory;
    private readonly JudgeOptions _own;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly JobLoop _loop;
    private int _looking;

    /// <param name="mailboxes">Disposed of with the worker; null where none are named.</param>
    public AccountLookWorker(IErrands errands, IMailboxes? mailboxes, Func<DirectorySnapshot> directory, IReadOnlyList<string> orgDomains, TimeProvider clock, ILogger log)
    {
        (_errands, _mailboxes, _directory, _own, _clock, _log) = (errands, mailboxes, directory, new JudgeOptions { OrgDomains = orgDomains }, clock, log);
        _loop = new JobLoop(errands, AccountLook.Kind, 1, Lease, LookAsync, clock, log);
        _timer = clock.CreateTimer(_ => _ = PromiseAsync(), null, Pause, Pause);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _loop.DisposeAsync().ConfigureAwait(false);
        _mailboxes?.Dispose();
    }

    private async Task PromiseAsync()
    {
        if (Interlocked.Exchange(ref _looking, 1) != 0) return;
        try
        {
            await _errands.DoAsync(l => new SuspectedAccounts(l, _directory(), _clock).LookInto()).ConfigureAwait(false);
        }
        catch (Exception store)
        {
            // Whatever it is, the next round finds them still: nobody waits for this one, so it must not be lost in silence.
            NotPromised(_log, store is IOException ? store.Message : store.GetType().Name);
        }
        finally
        {
            Interlocked.Exchange(ref _looking, 0);
        }
    }

    private async Task LookAsync(QueuedJob job, CancellationToken cancellation)
    {
        var address = await _errands.DoAsync(l => AccountLook.Find(l, job.Job.Subject)?.Address ?? "").ConfigureAwait(false);
        var (rules, why, passing) = await ReadAsync(address, cancellation).ConfigureAwait(false);
        var now = _clock.GetUtcNow();
        await _errands.DoAsync(l =>
        {
            // Cleared meanwhile: nothing is to be looked at any more.
            if (l.FindRegistered(AccountLook.Kind, job.Job.Subject) is not { } entry) return l.Finish(job);
            var findings = rules is null ? [] : AccountFinding.Of(rules, IsOwn);
            var look = AccountLook.Of(entry) with { At = now, Looked = rules is not null, Why = why, Findings = findings };
            var outcome = rules is not null ? FormattableString.Invariant($"{findings.Count} findings") : why;
            var decision = new Decision(AuditEvent.Of(now, Actor.System("accounts"), "account-looked", address.Length > 0 ? address : look.Person, "", outcome)) { Finished = job, Register = [look.Change(entry.Version)] };
            var wait = FirstWait * Math.Pow(2, Math.Min(job.Attempts - 1, 10));
            return l.Decide(passing && job.Attempts < MaxAttempts ? decision with { Again = now + (wait < LongestWait ? wait : LongestWait) } : decision, now) == DecisionOutcome.Done;
        }).ConfigureAwait(false);
    }

    private async Task<(MailboxRules? Rules, string Why, bool Passing)> ReadAsync(string address, CancellationToken cancellation)
    {
        if (_mailboxes is null) return (null, "NotLookedNowhere", false);
        if (address.Length == 0) return (null, "NotLookedUnknown", false);
        try
        {
            return await _mailboxes.RulesAsync(address, cancellation).ConfigureAwait(false) is { } rules ? (rules, "", false) : (null, "NotLookedKind", false);
        }
        catch (MailboxException failed)
        {
            NotLooked(_log, failed.Message);
            return (null, failed.Trouble == MailboxTrouble.Missing ? "NotLookedMissing" : "NotLookedFailed", failed.Trouble != MailboxTrouble.Missing);
        }
    }

    private bool IsOwn(string address) => _directory().PersonOf(address) is not null || MessageProfile.IsOwn(address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant(), _own);

    [LoggerMessage(37, LogLevel.Error, "accounts that seem taken over could not be looked at: {Text}")]
    private static partial void NotPromised(ILogger log, string text);

    [LoggerMessage(38, LogLevel.Warning, "the rules of an account that seems taken over are not read: {Text}")]
    private static partial void NotLooked(ILogger log, string text);
}
