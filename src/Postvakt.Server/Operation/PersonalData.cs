using System.Text;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Server.Api;

namespace Postvakt.Server.Operation;

/// <summary>What all stores hold about one person: shown to him, and erased when he asks (GDPR articles 15 and 17).</summary>
internal sealed class PersonalData(ApiContext api)
{
    /// <summary>Records and decisions of an export. 100,000: who has more gets the newest apart, and is told.</summary>
    private const int MaxExported = 100_000;

    /// <summary>Entries of the response in an export. 2,000, of up to 64 KiB each.</summary>
    private const int MaxTraces = 2_000;

    /// <summary>Shows, and audits that it was shown.</summary>
    public async Task<PersonView?> ExportAsync(string address, Actor actor, string reason, CancellationToken cancellation)
    {
        await AuditAsync(actor, "export-person", address, reason, AuditEvent.Done, cancellation).ConfigureAwait(false);
        var memory = await api.DoAsync(l => l.Accounts.Export(address), cancellation).ConfigureAwait(false);
        var records = new List<PersonRecordView>();
        await foreach (var record in RecordsAsync(address, cancellation).ConfigureAwait(false))
        {
            if (records.Count < MaxExported) records.Add(Show(record));
        }
        var decisions = await DecisionsAsync(address, cancellation).ConfigureAwait(false);
        var person = api.Directory().PersonOf(address);
        var exceptions = await api.DoAsync(l => ExceptionGrants.All(l).Where(e => e.Sender.Equals(address, StringComparison.OrdinalIgnoreCase)).Select(e => e.Id).ToArray(), cancellation).ConfigureAwait(false);
        var account = await api.DoAsync(l => Accounts.All(l).FirstOrDefault(a => a.Name.Equals(address, StringComparison.OrdinalIgnoreCase)), cancellation).ConfigureAwait(false);
        var traces = await TracesAsync(address, cancellation).ConfigureAwait(false);
        return memory is null && traces.Count == 0 && records.Count == 0 && decisions.Count == 0 && person is null && account is null && exceptions.Length == 0 ? null
            : new PersonView(address, memory, records, person, account is null ? null : new AccountView(account.Name, account.Role, account.Since), exceptions, decisions, traces);
    }

    /// <summary>Erases, and audits that it was done. What a person decided stays in the audit until its time is over.</summary>
    public async Task<ErasureView> EraseAsync(string address, Actor actor, string reason, CancellationToken cancellation)
    {
        var terms = TermsOf(address);
        var found = new List<(string Id, bool Author)>();
        await foreach (var record in RecordsAsync(address, cancellation).ConfigureAwait(false)) found.Add((record.Answer.Id, IsAuthor(record, address)));
        foreach (var some in found.Chunk(100)) await api.DoAsync(l => Erase(l, some, address, terms), cancellation).ConfigureAwait(false);
        var (person, traces) = (Erased(address), ErasedTraces.None);
        while (!traces.IsDone)
        {
            var soFar = traces;
            traces = await api.DoAsync(l => new ResponseTraces(l, api.Clock).Erase(person, Called(address), soFar), cancellation).ConfigureAwait(false);
        }
        var known = await api.DoAsync(l => l.Accounts.Forget(address), cancellation).ConfigureAwait(false);
        await AuditAsync(actor, "erase", address, reason, known || found.Count + traces.Dropped + traces.Renamed > 0 ? AuditEvent.Done : "unknown", cancellation).ConfigureAwait(false);
        return new ErasureView(known, found.Count(f => f.Author), found.Count(f => !f.Author), api.Directory().PersonOf(address) is not null, traces.Dropped, traces.Renamed, traces.Left);
    }

    /// <summary>The audit must not name whom we forget: a keyed number tells the same person again, and nobody who.</summary>
    private Task AuditAsync(Actor actor, string action, string address, string reason, string outcome, CancellationToken cancellation)
    {
        var now = api.Clock.GetUtcNow();
        return api.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(now, actor, action, Called(address), reason, outcome)), now), cancellation);
    }

    private string Called(string address) => FormattableString.Invariant($"person {api.Terms.Recipient(address):x12}");

    private IReadOnlyList<long> TermsOf(string address) => [api.Terms.Recipient(address), api.Terms.Sender(address), api.Terms.Author(address)];

    private bool Erase(ILedger ledger, IEnumerable<(string Id, bool Author)> some, string address, IReadOnlyList<long> terms)
    {
        foreach (var (id, author) in some)
        {
            var held = ledger.FindHeld(id);
            // A mail of his, or one that nobody else waits for, goes with its bytes.
            if (held is not null && (author || held.Recipients.All(r => r.Equals(address, StringComparison.OrdinalIgnoreCase))))
            {
                var now = api.Clock.GetUtcNow();
                ledger.Decide(new Decision(AuditEvent.Of(now, Actor.System("privacy"), "delete", id, "nobody is left who waits for it", AuditEvent.Done)) { Item = held, State = QuarantineState.Deleted, Jobs = [DiscardJob.Of(id, now)] }, now);
            }
            ledger.Erase(id, address, terms);
        }
        return true;
    }

    /// <summary>The response knows people by all of their addresses.</summary>
    private ErasedPerson Erased(string address) => api.Directory().PersonOf(address) is { } person ? new ErasedPerson(person.Id, [address, .. person.Addresses]) : new ErasedPerson("", [address]);

    private async Task<List<TraceView>> TracesAsync(string address, CancellationToken cancellation)
    {
        var (person, at, traces) = (Erased(address), ErasedTraces.None, new List<TraceView>());
        while (!at.IsDone && traces.Count < MaxTraces)
        {
            var soFar = at;
            (var found, at) = await api.DoAsync(l => new ResponseTraces(l, api.Clock).Naming(person, soFar), cancellation).ConfigureAwait(false);
            traces.AddRange(found.Select(e => new TraceView(e.Kind, e.Id, e.Json)));
        }
        return traces;
    }

    private async IAsyncEnumerable<LedgerEntry> RecordsAsync(string address, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (long after = 0; ;)
        {
            var (found, next) = await api.DoAsync(l => l.RecordsNaming(address, after), cancellation).ConfigureAwait(false);
            foreach (var record in found) yield return record;
            if (next == 0) yield break;
            after = next;
        }
    }

    private async Task<List<AuditView>> DecisionsAsync(string address, CancellationToken cancellation)
    {
        string[] names = [new Account(address.ToLowerInvariant(), Role.Employee, default).Actor.Name, PersonalNotice.Person + address];
        var decisions = new List<AuditView>();
        foreach (var node in await api.DoAsync(l => l.AuditNodes(), cancellation).ConfigureAwait(false))
        {
            for (long after = 0; await api.DoAsync(l => l.ReadAudit(node, after, 1_000), cancellation).ConfigureAwait(false) is { Count: > 0 } some; after = some[^1].Number)
                decisions.AddRange(some.Where(e => names.Any(e.Event.Actor.IsSame)).Take(MaxExported - decisions.Count).Select(AuditView.Of));
        }
        return decisions;
    }

    private PersonRecordView Show(LedgerEntry record) => new(
        record.Answer.Id, record.At, record.From, record.Envelope.MailFrom, record.Envelope.Recipients, record.MessageId,
        api.Keys.Seal.Open(record.SealedSubject, "subject:" + record.Answer.Id) is { } subject ? Encoding.UTF8.GetString(subject) : "",
        record.Answer.Verdict.ToString().ToLowerInvariant(), record.Campaign, record.Held is not null);

    private static bool IsAuthor(LedgerEntry record, string address) =>
        record.From.Equals(address, StringComparison.OrdinalIgnoreCase) || record.Envelope.MailFrom.Equals(address, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What is kept about a person.</summary>
/// <param name="Memory">Habits, or null for none.</param>
/// <param name="Records">Mail from and to him that was judged, as long as records are kept.</param>
/// <param name="Exceptions">Ids of exceptions for mail from him.</param>
/// <param name="Decisions">What he decided or asked for.</param>
/// <param name="Traces">What reports, questions, warnings, sweeps and incidents keep about him.</param>
public sealed record PersonView(string Address, PersonExport? Memory, IReadOnlyList<PersonRecordView> Records, Person? Directory, AccountView? Account, IReadOnlyList<string> Exceptions, IReadOnlyList<AuditView> Decisions,
    IReadOnlyList<TraceView> Traces);

/// <summary>What the response keeps that names the person: a report, a question, a copy of a warning, a sweep, an incident.</summary>
/// <param name="Content">The entry as it is kept, which differs from kind to kind: JSON as a text.</param>
public sealed record TraceView(string Kind, string Id, string Content);

public sealed record PersonRecordView(string Id, DateTimeOffset At, string From, string MailFrom, IReadOnlyList<string> Recipients, string MessageId, string Subject, string Verdict, string Campaign, bool Held);

/// <param name="Memory">Whether Memory knew him.</param>
/// <param name="Records">Records of mail from him that are gone.</param>
/// <param name="Addressed">Records of mail to him that no longer name him.</param>
/// <param name="InDirectory">He is in the directory still: its source decides about that.</param>
/// <param name="Traces">Entries of the response about him that are gone: reports, questions, copies of warnings, receipts of sweeps.</param>
/// <param name="Renamed">Entries of the response about something else that no longer name him.</param>
/// <param name="Left">Entries of sweeps that are under way: ask again when they are over.</param>
public sealed record ErasureView(bool Memory, int Records, int Addressed, bool InDirectory, int Traces, int Renamed, int Left);
