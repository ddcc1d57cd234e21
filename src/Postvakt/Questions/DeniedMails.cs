using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Quarantine;

namespace Postvakt.Questions;

/// <summary>
/// What a sender's "no" makes of mails. Those that were asked about are malicious. So is mail of their campaigns that came from the same account, or that shares a link or a file with them. What else the account
/// sent since the first sign becomes suspicious: the thief's, or its owner's. Where that is more than a person would look through, only those that were asked about are raised, and the rest is put to a responder.
/// </summary>
/// <param name="ledger">Used by one thread at a time.</param>
public sealed class DeniedMails(ILedger ledger, SearchTerms terms, DirectorySnapshot directory, TimeProvider clock)
{
    /// <summary>Mails that one "no" raises. 200: what a stolen account sends in minutes.</summary>
    public const int MaxRaised = 200;

    /// <summary>Mails of a campaign, or of an account, that are looked at.</summary>
    private const int MaxLooked = 1_000;

    /// <summary>Indicators that tell one mail's payload from another's; an address only says who wrote.</summary>
    private static readonly string[] Payload = ["host", "url", "file", "sha256"];

    /// <summary>Raises them and ends the job. May be done twice. False when another worker has it.</summary>
    public bool Raise(QueuedJob job)
    {
        var (now, entry) = (clock.GetUtcNow(), ledger.FindRegistered(SenderQuestion.Kind, job.Job.Subject));
        if (entry is null) return ledger.Decide(new Decision(Audit("no such question")) { Finished = job }, now) == DecisionOutcome.Done;
        var question = SenderQuestion.Of(entry);
        var (malicious, suspicious) = Like(question);
        var all = question.Records.Concat(malicious).Concat(suspicious).ToHashSet(StringComparer.Ordinal);
        var tooMany = all.Count > MaxRaised;
        var raised = Revision.Say(ledger, question.Records, Verdict.Malicious, question.Id, now).Count;
        if (!tooMany) raised += Revision.Raise(ledger, malicious, Verdict.Malicious, question.Id).Count + Revision.Raise(ledger, suspicious, Verdict.Suspicious, question.Id).Count;
        var told = question with { Raised = tooMany ? question.Records.Count : all.Count, Unraised = tooMany ? all.Count - question.Records.Count : 0 };
        return ledger.Decide(new Decision(Audit(FormattableString.Invariant($"{raised} of {told.Raised} mails{(tooMany ? $"; {told.Unraised} more look alike: too many to raise without a responder" : "")}")))
        {
            Finished = job, Register = [told.Change(entry.Version)],
            Jobs =
            [
                .. (tooMany ? question.Records : (IEnumerable<string>)all).Select(r => new AutomationOrder(AutomationSource.Denied).Job(r, now)),
                .. tooMany ? (Job[])[new IncidentProposal("many-alike", question.Records[0], question.Campaign, question.Address, Severe: false).Job(now)] : [],
            ],
        }, now) == DecisionOutcome.Done;

        AuditEvent Audit(string reason) => AuditEvent.Of(now, Actor.System("questions"), "raised", job.Job.Subject, reason, AuditEvent.Done);
    }

    /// <summary>Besides those that were asked about.</summary>
    private (IReadOnlyList<string> Malicious, IReadOnlyList<string> Suspicious) Like(SenderQuestion question)
    {
        var addresses = directory.People.FirstOrDefault(p => p.Id == question.Person)?.Addresses ?? [question.Address];
        LedgerEntry[] asked = [.. question.Records.Select(ledger.FindRecord).OfType<LedgerEntry>()];
        var payload = asked.SelectMany(r => r.Indicators).Where(i => Payload.Contains(i.Type)).ToHashSet();
        var campaigns = asked.Select(r => r.Campaign).Append(question.Campaign).Where(c => c.Length > 0).Distinct(StringComparer.Ordinal);
        var malicious = campaigns.SelectMany(c => ledger.RecordsInCampaign(c, 0, MaxLooked).Found).Distinct(StringComparer.Ordinal).Except(question.Records).Select(ledger.FindRecord).OfType<LedgerEntry>()
            .Where(r => (r.At >= question.Since && addresses.Contains(r.From, StringComparer.OrdinalIgnoreCase)) || r.Indicators.Any(payload.Contains)).Select(r => r.Answer.Id).ToHashSet(StringComparer.Ordinal);
        var own = addresses.SelectMany(a => ledger.RecordsOf(terms.Author(a), question.Since, MaxLooked)).Distinct(StringComparer.Ordinal);
        return ([.. malicious], [.. own.Except(question.Records).Where(r => !malicious.Contains(r))]);
    }
}
