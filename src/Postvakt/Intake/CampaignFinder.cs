using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;

namespace Postvakt.Intake;

/// <summary>
/// Finds the campaign of a suspicious mail by what it shares with suspicious mail of the last days: one look-up a key in the ledger's terms. Used by one thread, like its ledger.
/// </summary>
internal sealed class CampaignFinder(IRecords records, SearchTerms terms)
{
    /// <summary>Records looked at for one key, and those read of all that were found: the newest tell where a campaign goes on.</summary>
    private const int MaxHits = 20, MaxRead = 5;

    /// <summary>Stands between a campaign's name and that of what was split off it.</summary>
    public const string Split = " · ";

    /// <summary>How long mail waits for its like. A week: waves of one campaign come days apart.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromDays(7);

    public static long TermOf(CampaignKey key, SearchTerms terms) => terms.Trait(key.Trait.ToString(), key.Value);

    public CampaignFound Find(Judgement judgement, DateTimeOffset now)
    {
        var keys = CampaignKey.Of(judgement);
        var found = keys.Count == 0 ? [] : Alike(judgement, keys, now);
        if (found.Count == 0) return new CampaignFound(judgement.Campaign, keys, []);
        var (own, named) = (judgement.Campaign, found.Select(f => f.Record.Campaign).Where(c => c.Length > 0).ToArray());
        var name = own.Length > 0 && named.FirstOrDefault(c => c.StartsWith(own + Split, StringComparison.Ordinal)) is { } part ? part
            : own.Length > 0 && records.RecordsInCampaign(own, 0, 1).Found.Count > 0 ? own
            : named.Length > 0 ? named[0]
            : own.Length > 0 ? own
            : NameOf(found[0].Key);
        return new CampaignFound(name, keys, [.. found.Where(f => f.Record.Campaign.Length == 0).Select(f => f.Record.Answer.Id)]);
    }

    /// <summary>"wording 1a2b3c4d": the same in every run for the same key.</summary>
    private string NameOf(CampaignKey key) => FormattableString.Invariant($"{key.Trait.ToString().ToLowerInvariant()} {(uint)TermOf(key, terms):x8}");

    /// <summary>Other mails with a key of this one, newest first; what shares wording only must share two prints of it.</summary>
    private IReadOnlyList<(LedgerEntry Record, CampaignKey Key)> Alike(Judgement judgement, IReadOnlyList<CampaignKey> keys, DateTimeOffset now)
    {
        var shared = new Dictionary<string, List<CampaignKey>>(StringComparer.Ordinal);
        // A link's form alone joins nothing here: sites of one kind number their pages alike, and Memory knows which of them are new.
        foreach (var key in keys.Where(k => k.Trait != CampaignTrait.Link))
        {
            foreach (var id in records.RecordsOf(TermOf(key, terms), now - Window, MaxHits))
            {
                if (shared.TryGetValue(id, out var known)) known.Add(key);
                else shared[id] = [key];
            }
        }
        return [.. shared.Where(s => s.Value.Any(k => k.Trait != CampaignTrait.Wording) || s.Value.Count >= CampaignKey.SharedWordings).OrderByDescending(s => s.Key, StringComparer.Ordinal).Take(MaxRead)
            .Select(s => (Record: records.FindRecord(s.Key), Key: s.Value.OrderByDescending(k => k.Trait).First())).Where(s => s.Record is not null && !IsSame(s.Record, judgement)).Select(s => (s.Record!, s.Key))];
    }

    /// <summary>One mail that came several times, for some of its recipients each or as a journal's copy, is no campaign.</summary>
    private static bool IsSame(LedgerEntry record, Judgement judgement) => record.MessageId.Length > 0 && record.MessageId == judgement.Message.Id;
}
