using System.Text;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Questions;

namespace Postvakt.Notices;

/// <summary>What is held for a person, or would have been.</summary>
/// <param name="ledger">Used by one thread at a time.</param>
public sealed class HeldFor(ILedger ledger, DirectorySnapshot directory, SearchTerms terms, SealingKey seal)
{
    /// <summary>Mails that are looked at for one mailbox and state. 100: who has more held at once asks security.</summary>
    private const int MaxLooked = 100;

    /// <summary>Pages that are turned for them. 10: a mailbox with thousands of mails decided on must not keep the mail waiting.</summary>
    private const int MaxPages = 10;

    /// <summary>Mail held for the person's mailboxes and not yet decided on, newest first.</summary>
    public IReadOnlyList<NoticeItem> Held(string address, DateTimeOffset since, DateTimeOffset until) =>
        [.. directory.MailboxesOf(address).SelectMany(m => Of(m, since, until)).DistinctBy(i => i.Id).OrderByDescending(i => i.HeldAt).Select(i => Show(i.Id)).OfType<NoticeItem>()];

    /// <summary>Mail that was delivered to the person's mailboxes and would have been held, newest first.</summary>
    public IReadOnlyList<NoticeItem> Observed(string address, DateTimeOffset since, DateTimeOffset until) =>
        [.. directory.MailboxesOf(address).SelectMany(m => ledger.RecordsOf(terms.Recipient(m), since, MaxLooked)).Distinct(StringComparer.Ordinal).Select(ledger.FindRecord).OfType<LedgerEntry>()
            .Where(r => r.Held is null && r.Intended == Disposition.Quarantine && r.At < until).OrderByDescending(r => r.At).Select(Show)];

    /// <summary>One mail held for the person, or null.</summary>
    public NoticeItem? Show(string id) => ledger.FindRecord(id) is { } record ? Show(record) : null;

    private NoticeItem Show(LedgerEntry record)
    {
        var item = NoticeItem.Of(record, seal.Open(record.SealedSubject, "subject:" + record.Answer.Id) is { } subject ? Encoding.UTF8.GetString(subject) : "");
        return item with { AskInTeams = language => TeamsLink.To(directory, record.From, item.Subject, language) };
    }

    private IEnumerable<QuarantineItem> Of(string mailbox, DateTimeOffset since, DateTimeOffset until)
    {
        foreach (var state in (QuarantineState[])[QuarantineState.ReleaseRequested, QuarantineState.Held])
        {
            var (query, found) = (new HeldQuery { State = state, Terms = [terms.Recipient(mailbox)], Since = since, Before = until, Max = MaxLooked }, 0);
            for (var pages = 0; pages < MaxPages; pages++)
            {
                var page = ledger.SearchHeld(query);
                // An earlier release may have taken this mailbox out.
                foreach (var item in page.Items.Where(i => i.Recipients.Contains(mailbox, StringComparer.OrdinalIgnoreCase)))
                {
                    yield return item;
                    if (++found >= MaxLooked) break;
                }
                if (found >= MaxLooked || page.Next is not { } next) break;
                query = query with { After = next };
            }
        }
    }
}
