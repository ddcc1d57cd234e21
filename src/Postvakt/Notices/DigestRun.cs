using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.Notices;

/// <summary>Decides who gets a digest, once a time however many nodes ask, and promises one to each.</summary>
/// <param name="ledger">Used by one thread at a time.</param>
/// <param name="orgDomains">Domains of the organisation: recipients there get digests, and whoever the directory knows.</param>
/// <param name="settle">How long ago the time is that a digest reaches to: mail that another node is recording at this moment comes with the next one.</param>
public sealed class DigestRun(ILedger ledger, DirectorySnapshot directory, IReadOnlyList<string> orgDomains, SearchTerms terms, TimeSpan settle = default)
{
    /// <summary>Kind in the register; there is one entry, which says until when digests were promised.</summary>
    private const string Kind = "digest-run", Id = "last";

    /// <summary>How far back one reaches. A week: after a longer outage the list behind the link has the rest.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Delivered mails that are looked at for what would have been held.</summary>
    private const int MaxObserved = 500;

    /// <summary>Pages of a thousand held mails that are looked at. 50: an attack on a large organisation; it is one piece of work for the ledger's thread.</summary>
    private const int MaxPages = 50;

    /// <summary>Until when digests were promised, or null for never.</summary>
    public DateTimeOffset? Last => Entry is { } entry ? JsonSerializer.Deserialize<DateTimeOffset>(entry.Json) : null;

    private RegisterEntry? Entry => ledger.FindRegistered(Kind, Id);

    /// <summary>Notes where the first digest begins; nobody gets one yet.</summary>
    public void Begin(DateTimeOffset from) => ledger.Decide(new Decision(AuditEvent.Of(from, Actor.System("digest"), "digest", "begin", "", AuditEvent.Done))
    {
        Register = [new RegisterChange(Kind, Id, JsonSerializer.Serialize(from), 0)],
    }, from);

    /// <summary>Promises digests of what was held since the last time. Returns how many, or null when another node was first.</summary>
    public int? Promise(DateTimeOffset now)
    {
        var entry = Entry;
        var last = Last ?? now;
        // After the clock was set back the last time lies ahead: twice is better than never.
        var since = last > now || now - last > Longest ? now - (last > now ? TimeSpan.FromDays(1) : Longest) : last;
        var until = now - settle;
        if (since >= until) since = until;
        var addresses = Addresses(since, until).SelectMany(PeopleOf).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToArray();
        var outcome = ledger.Decide(new Decision(AuditEvent.Of(now, Actor.System("digest"), "digest", FormattableString.Invariant($"{addresses.Length} people"), "", AuditEvent.Done))
        {
            Register = [new RegisterChange(Kind, Id, JsonSerializer.Serialize(until), entry?.Version ?? 0)],
            Jobs = [.. addresses.Select(a => new DigestOrder(since, until).Job(a, now))],
        }, now);
        return outcome == DecisionOutcome.Done ? addresses.Length : null;
    }

    private HashSet<string> Addresses(DateTimeOffset since, DateTimeOffset now)
    {
        var addresses = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var state in (QuarantineState[])[QuarantineState.Held, QuarantineState.ReleaseRequested])
        {
            HeldPlace? after = null;
            for (var pages = 0; pages < MaxPages; pages++)
            {
                var page = ledger.SearchHeld(new HeldQuery { State = state, Since = since, Before = now, After = after, Max = 1_000 });
                foreach (var item in page.Items) addresses.UnionWith(item.Recipients);
                if ((after = page.Next) is null) break;
            }
        }
        foreach (var id in ledger.RecordsOf(terms.Observed, since, MaxObserved))
        {
            if (ledger.FindRecord(id) is { Held: null, Intended: Disposition.Quarantine } record) addresses.UnionWith(record.Envelope.Recipients);
        }
        return addresses;
    }

    /// <summary>Who reads the mail of an address: a person, the members of a shared mailbox, or the address itself where the directory does not know it.</summary>
    private IEnumerable<string> PeopleOf(string address) => directory.PersonOf(address) switch
    {
        { IsShared: true, Members: { Count: > 0 } members } => members,
        { } person => [person.Address],
        _ => orgDomains.Contains(address[(address.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase) ? [address] : [],
    };
}
