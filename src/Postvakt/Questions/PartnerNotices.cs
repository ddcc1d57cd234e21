using System.Globalization;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Indicators;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.Questions;

/// <summary>Drafts notices to partners and has a responder approve them: what leaves the house is looked at by two. Every attempt is audited.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class PartnerNotices(IDecisions decisions, DirectorySnapshot directory, TimeProvider clock)
{
    /// <summary>Kind of the job that has the worker send one; its subject is the notice's id.</summary>
    public const string JobKind = "partner-notice";

    /// <summary>Mails that one notice is about. 20: examples; the partner looks into the mailbox itself.</summary>
    public const int MaxRecords = 20;

    /// <summary>Indicators. 100: a page.</summary>
    public const int MaxIndicators = 100;

    /// <param name="indicators">Of the mails; those past <see cref="MaxIndicators"/> are left out.</param>
    /// <returns>What is said, and the id of the draft where there is one.</returns>
    public (Ruling Ruling, string Id) Draft(Actor actor, IReadOnlyList<AskedRecord> mails, IReadOnlyList<Indicator> indicators, string tlp, string language)
    {
        var (now, level) = (clock.GetUtcNow(), tlp.Length == 0 ? "AMBER" : tlp.ToUpperInvariant());
        var partner = mails.Count == 0 ? null : directory.PartnerOf(DomainOf(mails[0].From));
        var foreign = partner is null ? null : mails.FirstOrDefault(m => directory.PartnerOf(DomainOf(m.From)) != partner);
        var id = TimedId.New("partner", now);
        var ruling = actor.Role < Role.Analyst ? Ruling.NotAllowed(actor, Role.Analyst)
            : mails.Count is 0 or > MaxRecords ? Ruling.No(Refusal.NoReason, "PartnerRecords", MaxRecords.ToString(CultureInfo.InvariantCulture))
            : partner is null ? Ruling.No(Refusal.WrongRecipient, "PartnerNone", mails[0].From)
            : foreign is not null ? Ruling.No(Refusal.WrongRecipient, "PartnerForeign", foreign.Id, partner.Name)
            : partner.Contact.Length == 0 ? Ruling.No(Refusal.WrongRecipient, "PartnerNoContact", partner.Name)
            : !PartnerNotice.Levels.Contains(level, StringComparer.Ordinal) ? Ruling.No(Refusal.NoReason, "PartnerTlp", string.Join(", ", PartnerNotice.Levels))
            : Ruling.Done("PartnerDrafted", id, partner.Name);
        var senders = mails.Select(m => m.From.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToArray();
        var change = !ruling.IsDone ? null : new PartnerNotice(id, partner!.Name, partner.Contact, [.. mails.Select(m => m.Id)], senders, mails.Min(m => m.At), [.. indicators.Where(i => i.Value.Length <= 300).Distinct().Take(MaxIndicators)], level, language, actor.Name, now).Change(0);
        var kept = Keep(AuditEvent.Of(now, actor, "draft-partner-notice", ruling.IsDone ? id : mails.FirstOrDefault()?.Id ?? "", "", ruling.Outcome), change, [], ruling, now);
        return (kept, kept.IsDone ? id : "");
    }

    public Ruling Approve(Actor actor, string id)
    {
        var now = clock.GetUtcNow();
        var entry = decisions.FindRegistered(PartnerNotice.Kind, id);
        var notice = entry is null ? null : PartnerNotice.Of(entry);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : notice is null ? Ruling.No(Refusal.Unknown, "PartnerNoNotice", id)
            : notice.State != PartnerNoticeState.Drafted ? Ruling.No(Refusal.NotHeld, "PartnerDone", id)
            : actor.IsSame(notice.DraftedBy) ? Ruling.No(Refusal.SamePerson, "PartnerSame", id)
            : Ruling.Done("PartnerApproved", id, notice.Contact);
        var approved = notice is null ? null : notice with { State = PartnerNoticeState.Approved, ApprovedBy = actor.Name, ApprovedAt = now };
        return Keep(AuditEvent.Of(now, actor, "approve-partner-notice", id, "", ruling.Outcome), ruling.IsDone ? approved!.Change(entry!.Version) : null, ruling.IsDone ? [new Job(JobKind, id, "{}", now)] : [], ruling, now);
    }

    /// <summary>Notes what came of sending it.</summary>
    /// <param name="trouble">Empty where the mail server took it.</param>
    public void Sent(QueuedJob job, string trouble)
    {
        var now = clock.GetUtcNow();
        var entry = decisions.FindRegistered(PartnerNotice.Kind, job.Job.Subject);
        var sent = entry is null ? null : PartnerNotice.Of(entry) with { State = trouble.Length == 0 ? PartnerNoticeState.Sent : PartnerNoticeState.Failed, Trouble = trouble };
        decisions.Decide(new Decision(AuditEvent.Of(now, Actor.System("questions"), "partner-notice", job.Job.Subject, "", trouble.Length == 0 ? AuditEvent.Done : trouble)) { Finished = job, Register = sent is null ? [] : [sent.Change(entry!.Version)] }, now);
    }

    private Ruling Keep(AuditEvent audit, RegisterChange? change, IReadOnlyList<Job> jobs, Ruling ruling, DateTimeOffset now)
    {
        var outcome = decisions.Decide(new Decision(audit) { Register = change is null ? [] : [change], Jobs = jobs }, now);
        return outcome == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", audit.Subject);
    }

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant();
}
