using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;

namespace Postvakt.Intake.Gateway;

/// <summary>
/// Stops 4 to 7 of a mail in the gateway: facts, findings, verdict, record. Nothing is permanent, and nothing may be answered, before the ledger
/// commits. Used by one thread, like its ledger; throws when the store cannot keep what it must.
/// </summary>
/// <param name="options">Asked for each mail: an operator may change them meanwhile.</param>
public sealed class Desk(Judge judge, ILedger ledger, IVault vault, SealingKey seal, SearchTerms terms, Func<DeskOptions> options, TimeProvider clock)
{
    private readonly CampaignFinder _finder = new(ledger, terms);

    public Answer Settle(Arrival arrival)
    {
        var judgement = judge.Examine(arrival.Message, arrival.Authentication, arrival.Outside, arrival.Looked);
        var now = clock.GetUtcNow();
        var campaign = _finder.Find(judgement, now);
        var entry = EntryBuilder.Build(arrival, judgement, options(), campaign, seal, terms, now);
        if (entry.Held is { } held)
        {
            // Bytes before the row that names them: what a crash leaves behind is a file too many, never a row without its mail.
            arrival.Content.Position = 0;
            vault.Put(held.Id, arrival.Content);
        }
        var before = Record(entry, judgement);
        if (before is not null)
        {
            // Within one tick of the clock it has the id of the first one, and the bytes are that one's.
            if (entry.Held is not null && before.Id != entry.Answer.Id) vault.Delete(entry.Answer.Id);
            return new Answer(before, before.Applied, Repeat: true) { Mode = arrival.Mode, Intended = before.Applied, Oddity = before.Verdict >= Verdict.Suspicious ? Explanation.OddityOf(judgement.Facts) : Oddity.None };
        }
        if (campaign.Unnamed.Count > 0) ledger.JoinCampaign(campaign.Unnamed, campaign.Name);
        if (judgement.Kin.Count > 0) Revise(judgement, campaign.Name, entry.Answer.Id);
        return new Answer(entry.Answer, entry.Answer.Applied) { Mode = arrival.Mode, Intended = entry.Intended, Oddity = judgement.Verdict >= Verdict.Suspicious ? Explanation.OddityOf(judgement.Facts) : Oddity.None };
    }

    /// <summary>
    /// A record that was not made leaves no bytes: in an outage the same mail comes again and again, each time under a new id. Of one that may have been made they stay: the mail's next
    /// attempt is answered as held, and they are all there is of it.
    /// </summary>
    private StoredAnswer? Record(LedgerEntry entry, Judgement judgement)
    {
        try
        {
            return ledger.Record(entry, Judge.ExperienceOf(judgement, _ => entry.Answer.Id), out _);
        }
        catch (Exception fault) when (entry.Held is not null && fault is not LedgerException { IsInDoubt: true })
        {
            try
            {
                vault.Delete(entry.Answer.Id);
            }
            catch (IOException)
            {
                // A file too many; what went wrong first is what matters.
            }
            throw;
        }
    }

    /// <summary>
    /// Earlier mail with the same marks in other conversations was of the same campaign: with several senders beyond doubt, with one it becomes
    /// suspicious only.
    /// </summary>
    private void Revise(Judgement judgement, string campaign, string because)
    {
        var verdict = judgement.Facts[Fact.ManySenders] > 0 ? Verdict.Malicious : Verdict.Suspicious;
        var labels = ledger.Memory.Labels([.. judgement.Kin.Select(k => k.Message)]);
        if (campaign.Length > 0) ledger.JoinCampaign([.. labels.Values], campaign);
        var changed = ledger.Revise([.. labels.Values], verdict, because).ToHashSet(StringComparer.Ordinal);
        var rows = labels.Where(l => changed.Contains(l.Value)).Select(l => l.Key).ToArray();
        if (rows.Length > 0) ledger.Memory.Revise(rows, verdict == Verdict.Malicious ? Standing.Bad : Standing.Seen);
        // Others hear of it as they do of new mail.
        foreach (var output in options().EventOutputs)
            foreach (var id in changed) ledger.Add(EventOrder.Job(output, id, clock.GetUtcNow()));
        // What a campaign's growth makes of earlier mail is acted on like what a verdict makes of new mail.
        if (options() is not { AutomatesFrom: { } from } set || verdict < from) return;
        foreach (var id in changed)
            if (ledger.FindRecord(id) is { } earlier) ledger.Add(new AutomationOrder(AutomationOrder.SourceOf(earlier.Listener, set.Journals)).Job(id, clock.GetUtcNow()));
    }
}
