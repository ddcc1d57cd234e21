using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Postvakt.Audit;
using Postvakt.Intake;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;

namespace Postvakt.Campaigns;

/// <summary>
/// Takes mails out of a campaign and gives them one of their own: those that are named, or those that differ from the rest in a trait. Later mail follows what it is like. Every
/// attempt is audited.
/// </summary>
/// <param name="ledger">Used by one thread at a time.</param>
/// <param name="seal">Opens what was kept of a mail's traits.</param>
public sealed class SplitCampaign(ILedger ledger, SealingKey seal, TimeProvider clock)
{
    /// <summary>Mails of a campaign that are looked at. 1,000: as many as one sweep takes.</summary>
    private const int MaxMails = 1_000;

    /// <summary>Campaigns that one splits into at once. 20: more is not what somebody meant.</summary>
    private const int MaxParts = 20;

    private const int MaxName = 180;

    /// <summary>Mails that are alike in the trait stay together; the largest group keeps the name. A mail without the trait, or alone with it, stays.</summary>
    public Ruling By(Actor actor, string name, CampaignTrait trait, string reason)
    {
        var groups = Known(name) ? Groups(name, trait) : [];
        var parts = groups.Skip(1).Where(g => g.Records.Count > 1).ToArray();
        return Decide(actor, name, FormattableString.Invariant($"by {trait.ToString().ToLowerInvariant()}: {reason}"), parts.Length > MaxParts ? Ruling.No(Refusal.NotHeld, "TooMany", Number(MaxParts)) : null,
            [.. parts.Select(p => (Name(name, trait.ToString().ToLowerInvariant(), p.Keys[0]), p.Records))]);
    }

    /// <param name="records">Ids of records of the campaign; others stay where they are.</param>
    public Ruling Out(Actor actor, string name, IReadOnlyList<string> records, string reason)
    {
        string[] of = Known(name) ? [.. records.Distinct(StringComparer.Ordinal).Take(MaxMails).Where(r => ledger.FindRecord(r)?.Campaign == name).Order(StringComparer.Ordinal)] : [];
        return Decide(actor, name, reason, records.Count > MaxMails ? Ruling.No(Refusal.NotHeld, "TooMany", Number(MaxMails)) : null, of.Length == 0 ? [] : [(Name(name, "part", of[0]), of)]);
    }

    private Ruling Decide(Actor actor, string name, string reason, Ruling? fault, IReadOnlyList<(string Name, IReadOnlyList<string> Records)> parts)
    {
        var now = clock.GetUtcNow();
        var moved = parts.Sum(p => p.Records.Count);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : !Known(name) || ledger.RecordsInCampaign(name, 0, 1).Found.Count == 0 ? Ruling.No(Refusal.Unknown, "NoCampaign", name)
            : fault is not null ? fault
            : parts.Count == 0 ? Ruling.No(Refusal.NotHeld, "CampaignAlike", name)
            : parts.Any(p => p.Name.Length > MaxName) ? Ruling.No(Refusal.NotHeld, "CampaignNameLong", name)
            : Ruling.Done("CampaignSplit", Number(moved), name, string.Join(", ", parts.Select(p => p.Name)));
        // Moved twice is moved once: should we stop before the audit, it is asked for again and finds the rest.
        if (ruling.IsDone)
            foreach (var part in parts) ledger.PartCampaign(part.Records, name, part.Name);
        var kept = ledger.Decide(new Decision(AuditEvent.Of(now, actor, "split-campaign", name, reason, ruling.IsDone ? AuditEvent.Done : ruling.Outcome)), now);
        return kept == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", name);
    }

    /// <summary>Mails that are connected by shared keys, the largest group first, in equal ones that with the older mail.</summary>
    private List<(List<string> Records, List<string> Keys)> Groups(string name, CampaignTrait trait)
    {
        var groups = new List<(List<string> Records, List<string> Keys)>();
        foreach (var id in ledger.RecordsInCampaign(name, 0, MaxMails).Found)
        {
            if (ledger.FindRecord(id) is not { } record || SealedTraits.Read(record, trait, seal) is not { Count: > 0 } keys) continue;
            var needed = trait == CampaignTrait.Wording ? Math.Min(CampaignKey.SharedWordings, keys.Count) : 1;
            var alike = groups.Where(g => g.Keys.Intersect(keys, StringComparer.Ordinal).Count() >= needed).ToArray();
            var into = alike.Length > 0 ? alike[0] : ([], []);
            if (alike.Length == 0) groups.Add(into);
            into.Records.Add(id);
            into.Keys.AddRange(keys.Except(into.Keys, StringComparer.Ordinal).ToArray());
            foreach (var other in alike.Skip(1))
            {
                into.Records.AddRange(other.Records);
                into.Keys.AddRange(other.Keys.Except(into.Keys, StringComparer.Ordinal).ToArray());
                groups.Remove(other);
            }
        }
        return [.. groups.OrderByDescending(g => g.Records.Count)];
    }

    /// <summary>"links /a/N · wording 1a2b3c4d": the same for the same key, so that done twice it is one.</summary>
    private static string Name(string name, string what, string key) => $"{name}{CampaignFinder.Split}{what} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..8]}";

    private static bool Known(string name) => name.Length is > 0 and <= MaxName;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
