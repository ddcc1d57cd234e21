using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Rules;

namespace Postvakt.Intake.Gateway;

/// <summary>
/// Judges a mail that somebody reports and that never came by here, and records it as a report's own. It is told to Memory as seen and never as habit: what anybody can attach to a
/// report must not teach. Nothing is permanent before the ledger commits.
/// </summary>
public sealed class FreshLook(Judge judge, ILedger ledger, SealingKey seal, SearchTerms terms, DeskOptions options, TimeProvider clock)
{
    /// <summary>Name of the listener in such records.</summary>
    public const string Listener = "report";

    /// <summary>Recipients that the mail's own header names. 100: enough to see whether the reporter is one.</summary>
    private const int MaxRecipients = 100;

    /// <summary>The record; that of before where the same mail was looked at already.</summary>
    /// <param name="looked">What rules saw of its files.</param>
    public LedgerEntry Take(Message message, byte[] original, RuleMail? looked = null)
    {
        var envelope = EnvelopeOf(message);
        using var content = new MemoryStream(original, writable: false);
        var (repeat, digest) = RepeatKeys.Of(Listener, envelope, content, 0);
        var judgement = judge.Examine(message, looked: looked);
        var arrival = new Arrival(Listener, Mode.Observe, message, content, repeat, digest, null);
        // It is found by id and author, and not among what people are told was observed.
        var now = clock.GetUtcNow();
        var campaign = new CampaignFinder(ledger, terms).Find(judgement, now);
        var entry = EntryBuilder.Build(arrival, judgement, options, campaign, seal, terms, now);
        entry = entry with { Envelope = envelope, Terms = [terms.Mail(message.Id, digest), .. campaign.Keys.Select(k => CampaignFinder.TermOf(k, terms)), .. message.From.Address.Length > 0 ? [terms.Author(message.From.Address)] : Array.Empty<long>()] };
        var experience = Judge.ExperienceOf(judgement, _ => entry.Answer.Id);
        if (campaign.Unnamed.Count > 0) ledger.JoinCampaign(campaign.Unnamed, campaign.Name);
        // Neither its marks: who attaches a few made-up mails with a link would have a genuine one with that link look like one of many.
        return ledger.Record(entry, experience with { Standing = experience.Standing == Standing.Bad ? Standing.Bad : Standing.Seen, Signals = [], Referenced = [], Label = null }, out _) is { } before ? ledger.FindRecord(before.Id) ?? entry : entry;
    }

    /// <summary>As its own header says it: nobody else is there to ask.</summary>
    private static Envelope EnvelopeOf(Message message) => new("", "", message.From.Address, [.. message.Recipients.Select(r => r.Address).Where(a => a.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxRecipients)]);
}
