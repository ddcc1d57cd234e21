using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Memory;
using Postvakt.Messages.Attachments;
using Postvakt.Quarantine;

namespace Postvakt.Intake.Gateway;

/// <summary>Turns a judgement into the record that is kept of it: what must not be readable in a stolen store is sealed here.</summary>
internal static class EntryBuilder
{
    public static LedgerEntry Build(Arrival arrival, Judgement judgement, DeskOptions options, CampaignFound campaign, SealingKey seal, SearchTerms terms, DateTimeOffset now)
    {
        var intended = options.Policy.Intend(judgement.Verdict, judgement.Disposition, VerdictPolicy.RestsOnOthers(judgement.Findings));
        var applied = DispositionPolicy.Apply(intended, arrival.Mode);
        var id = RecordIds.Of(arrival.RepeatKey, now);
        var message = judgement.Message;
        return new LedgerEntry
        {
            Org = options.Org,
            Answer = new StoredAnswer(id, judgement.Verdict, applied, Math.Round(judgement.Score, 4), judgement.Verdict == Verdict.Clean ? "" : judgement.Summary),
            At = now,
            Listener = arrival.Listener,
            RepeatKey = arrival.RepeatKey,
            Digest = arrival.Digest,
            Size = message.Size,
            MessageId = message.Id,
            Envelope = message.Envelope,
            From = message.From.Address,
            SealedSubject = seal.Seal(message.Subject.Raw, "subject:" + id),
            Intended = intended,
            Findings = [.. judgement.Findings.Select(f => f with { Evidence = [] })],
            SealedEvidence = judgement.Verdict == Verdict.Clean ? null : seal.Seal(SealedTraits.Write(judgement.Findings, campaign.Keys), "evidence:" + id),
            Indicators = judgement.Indicators,
            Campaign = campaign.Name,
            // In the transaction of the record: what the policy wants done is done, whatever happens to us next.
            Jobs = [.. judgement.Verdict > Verdict.Clean && judgement.Verdict >= options.AutomatesFrom ? [new AutomationOrder(AutomationOrder.SourceOf(arrival.Listener, options.Journals)).Job(id, now)] : (Job[])[], .. Told(judgement.Verdict, applied, options).Select(o => EventOrder.Job(o, id, now))],
            Terms = [.. Found(judgement, arrival.Digest, terms), .. campaign.Keys.Select(k => CampaignFinder.TermOf(k, terms)), .. intended == Disposition.Quarantine ? TermsOf(judgement, campaign.Name, applied, terms) : []],
            Held = applied == Disposition.Quarantine
                ? new QuarantineItem(id, now, now + options.HeldRetention, QuarantineState.Held, message.Envelope.MailFrom, message.Envelope.Recipients, message.Size)
                : null,
        };
    }

    private static IReadOnlyList<string> Told(Verdict verdict, Disposition applied, DeskOptions options) => verdict >= Verdict.Suspicious || applied is Disposition.Quarantine or Disposition.Reject ? options.EventOutputs : [];

    /// <summary>Hosts and files of any mail that it is found by. 8: of a newsletter with more, the first.</summary>
    private const int MaxFoundBy = 8;

    /// <summary>What somebody who reports a mail says of it, and what an indicator finds that is known only later. Keyed: of clean mail no link and no name is kept.</summary>
    private static HashSet<long> Found(Judgement judgement, byte[] digest, SearchTerms terms)
    {
        var message = judgement.Message;
        var found = new HashSet<long> { terms.Mail(message.Id, digest) };
        if (message.From.Address is { Length: > 0 } author) found.Add(terms.Author(author));
        foreach (var host in message.Links.Select(l => l.Host).Distinct(StringComparer.Ordinal).Take(MaxFoundBy)) found.Add(terms.Indicator(host));
        foreach (var file in judgement.Profile.Files.Where(f => f.Kind != AttachmentKind.Picture && f.Name.Length > 0).Take(MaxFoundBy)) found.Add(terms.Indicator(file.Name));
        return found;
    }

    private static IReadOnlyList<long> TermsOf(Judgement judgement, string campaign, Disposition applied, SearchTerms terms)
    {
        var message = judgement.Message;
        var all = terms.Of(message.From.Address, message.Envelope.MailFrom, message.Envelope.Recipients, message.Subject.Raw, message.Id, campaign, judgement.Indicators.Select(i => i.Value));
        return applied == Disposition.Quarantine ? all : [terms.Observed, .. all];
    }
}
