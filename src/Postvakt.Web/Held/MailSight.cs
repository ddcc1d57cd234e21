using Postvakt.Conversations;
using Postvakt.Detection;
using Postvakt.Intake;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;

namespace Postvakt.Web.Held;

/// <summary>A mail as its page shows it.</summary>
/// <param name="Item">Null where it was not held.</param>
/// <param name="Findings">Worst first, with the evidence that was kept.</param>
/// <param name="History">What was decided and tried, newest first.</param>
/// <param name="Locked">Lock-downs that cover it.</param>
/// <param name="Conversation">Null where nothing is known of one.</param>
public sealed record MailSight(LedgerEntry Record, QuarantineItem? Item, string Subject, IReadOnlyList<Finding> Findings, IReadOnlyList<Audit.AuditEntry> History, bool Locked, SeenConversation? Conversation)
{
    /// <summary>Characters of the sentence why. 1,000: three long addresses fit.</summary>
    public const int MaxSummary = 1_000;

    /// <summary>Entries of the history that are shown.</summary>
    private const int MaxHistory = 50;

    public string Summary => Shown.Line(Record.Answer.Summary, MaxSummary);

    public Verdict Verdict => Record.Revised ?? Record.Answer.Verdict;

    public static MailSight? Of(ILedger ledger, ConsoleContext console, string id)
    {
        if (ledger.FindRecord(id) is not { } record) return null;
        var (item, now, directory) = (ledger.FindHeld(id), console.Clock.GetUtcNow(), console.Directory());
        var groups = LockedGroups.Of(ledger, directory, item?.Recipients ?? [], now);
        return new MailSight(record, item, HeldMail.SubjectOf(console.Seal, record), [.. SealedTraits.Findings(record, console.Seal).OrderByDescending(f => f.Severity)], ledger.RecentAudit(id, MaxHistory), item is not null && ledger.LockDowns().Any(l => l.Holds(now) && l.Covers(record.Campaign, groups)), ConversationOf(ledger, record));
    }

    public static SeenConversation? ConversationOf(ILedger ledger, LedgerEntry record) =>
        ledger.RowsOf([record.Answer.Id]) is [var row, ..] ? SeenConversation.Of(ledger.Memory, row, record.From, record.At) : null;
}
