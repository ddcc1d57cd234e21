using System.Text;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;

namespace Postvakt.Web.Held;

/// <summary>A held mail with its record. Its words are a stranger's: they are shown as text, each in a direction of its own.</summary>
/// <param name="Record">Null where it is past its retention.</param>
/// <param name="Subject">Empty where its key is missing.</param>
public sealed record HeldMail(QuarantineItem Item, LedgerEntry? Record, string Subject)
{
    public static HeldMail Of(ILedger ledger, SealingKey seal, QuarantineItem item)
    {
        var record = ledger.FindRecord(item.Id);
        return new HeldMail(item, record, SubjectOf(seal, record));
    }

    public static string SubjectOf(SealingKey seal, LedgerEntry? record) =>
        record is not null && seal.Open(record.SealedSubject, "subject:" + record.Answer.Id) is { } plain ? Shown.Line(Encoding.UTF8.GetString(plain)) : "";

    /// <summary>The sentence why it is held.</summary>
    public string Summary => Shown.Line(Record?.Answer.Summary ?? "", MailSight.MaxSummary);

    public string From => Shown.Line(Record?.From is { Length: > 0 } author ? author : Item.MailFrom);
}
