using System.Text;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages.Subjects;
using Postvakt.Quarantine;
using Postvakt.UserReports;

namespace Postvakt.Server.UserReports;

/// <summary>
/// Finds the record of a reported mail: by its id, by its bytes, else by author, day and subject. What a report says anybody can write: an id counts only together with the author,
/// and mail to the reporter comes first.
/// </summary>
internal sealed class ReportMatcher(ILedger ledger, SearchTerms terms, SealingKey seal, DirectorySnapshot directory, Func<string, bool> isInside, TimeProvider clock)
{
    /// <summary>Records of one id or author that are looked at. 200: a burst of a day.</summary>
    private const int MaxLooked = 200;

    /// <summary>How far back a report can reach. 90 days: as long as records of suspicious mail are kept.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromDays(90);

    /// <summary>Where a forward does not say the day.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromDays(14);

    public ReportFinding? Find(ReportedMail mail, UserReport report)
    {
        var mailboxes = directory.MailboxesOf(report.Reporter);
        var record = ByRecord(mail) ?? ById([mail.MessageId], mail, mailboxes) ?? ByBytes(mail, mailboxes) ?? ById(mail.MayBe, mail, mailboxes) ?? ByDay(mail, mailboxes);
        return record is null ? null : Of(record, report, isNew: false);
    }

    public ReportFinding Of(LedgerEntry record, UserReport report, bool isNew) => new(report.Index, record.Answer.Id, record.Campaign, record.From.ToLowerInvariant(), record.Revised ?? record.Answer.Verdict)
    {
        IsNew = isNew || record.Listener == Intake.Gateway.FreshLook.Listener, IsHeld = record.Held?.State is QuarantineState.Held or QuarantineState.ReleaseRequested, IsForReporter = isInside(report.Reporter) && IsFor(record, directory.MailboxesOf(report.Reporter)),
        IsColleaguesClean = record.From.Length > 0 && isInside(record.From) && record.Answer.Verdict == Verdict.Clean,
    };

    private LedgerEntry? ByRecord(ReportedMail mail) =>
        mail.Record.Length > 0 && ledger.FindRecord(mail.Record) is { } record && record.MessageId == mail.MessageId && IsBy(record, mail) ? record : null;

    private LedgerEntry? ById(IEnumerable<string> ids, ReportedMail mail, IReadOnlyList<string> mailboxes) =>
        Best(ids.Where(i => i.Length > 0).SelectMany(i => Records(terms.Mail(i, []), clock.GetUtcNow() - Reach)).Where(r => IsBy(r, mail) && (mail.Author.Length > 0 || SameSubject(r, mail))), mailboxes);

    /// <summary>A mail without an id is found by its bytes, as far as nothing on its way changed them.</summary>
    private LedgerEntry? ByBytes(ReportedMail mail, IReadOnlyList<string> mailboxes) =>
        mail is { MessageId.Length: 0, Digest: { } digest } ? Best(Records(terms.Mail("", digest), clock.GetUtcNow() - Reach), mailboxes) : null;

    /// <summary>A forward: only what its quoted header says. Its subject must fit, and it must have been for the reporter: authors write many mails a day.</summary>
    private LedgerEntry? ByDay(ReportedMail mail, IReadOnlyList<string> mailboxes)
    {
        if (mail.Author.Length == 0 || mail.Original is not null || mail.Subject.Length == 0) return null;
        var now = clock.GetUtcNow();
        var since = mail.Days.Count == 0 ? now - Lately : new DateTimeOffset(mail.Days.Min().ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(-1);
        return Records(terms.Author(mail.Author), since).Where(r => IsFor(r, mailboxes) && IsOn(r, mail.Days) && SameSubject(r, mail)).MaxBy(r => r.At);
    }

    /// <summary>Zones of half a day, and mail that was a day on its way.</summary>
    private static bool IsOn(LedgerEntry record, IReadOnlyList<DateOnly> days) => days.Count == 0 || days.Any(d => record.At >= new DateTimeOffset(d.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(-1) && record.At < new DateTimeOffset(d.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(3));

    private IEnumerable<LedgerEntry> Records(long term, DateTimeOffset since) => ledger.RecordsOf(term, since, MaxLooked).Select(ledger.FindRecord).OfType<LedgerEntry>();

    private static bool IsBy(LedgerEntry record, ReportedMail mail) => mail.Author.Length == 0 || record.From.Equals(mail.Author, StringComparison.OrdinalIgnoreCase);

    private bool SameSubject(LedgerEntry record, ReportedMail mail) => seal.Open(record.SealedSubject, "subject:" + record.Answer.Id) is { } subject && Key(Encoding.UTF8.GetString(subject)) is { Length: > 0 } key && key == Key(mail.Subject);

    /// <summary>Without prefixes, marks and white space, which forwards change.</summary>
    private static string Key(string subject) => string.Concat(SubjectParser.Parse(subject).Base.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();

    /// <summary>Mail to the reporter, seen by ourselves rather than made from a report, worst and newest.</summary>
    private LedgerEntry? Best(IEnumerable<LedgerEntry> records, IReadOnlyList<string> mailboxes) =>
        records.OrderByDescending(r => IsFor(r, mailboxes)).ThenByDescending(r => r.Listener != Intake.Gateway.FreshLook.Listener).ThenByDescending(r => r.Revised ?? r.Answer.Verdict).ThenByDescending(r => r.At).FirstOrDefault();

    /// <summary>To one of the reporter's mailboxes; where the Directory is known, also to an address of ours that is no person's: a list, of which he may be.</summary>
    private bool IsFor(LedgerEntry record, IReadOnlyList<string> mailboxes) => record.Envelope.Recipients.Any(r => mailboxes.Contains(r, StringComparer.OrdinalIgnoreCase) || (directory.People.Count > 0 && isInside(r) && directory.PersonOf(r) is null));
}
