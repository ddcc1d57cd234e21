using Postvakt.Indicators;

namespace Postvakt.Intake.Ledger;

/// <summary>Reads what a ledger recorded, and drops what is past its retention.</summary>
public interface IRecords
{
    /// <summary>The record as it was written, without repeat key and jobs, or null. A held item comes in its present state.</summary>
    LedgerEntry? FindRecord(string id);

    /// <summary>Ids of records that carry an indicator, newest first.</summary>
    /// <param name="max">At most so many; at most 1,000.</param>
    IReadOnlyList<string> RecordsWith(Indicator indicator, int max);

    /// <summary>
    /// Drops records past their retention and marks held items past theirs as expired; for each of those a job of kind
    /// <see cref="Quarantine.DiscardJob.Kind"/> asks for the deletion of its bytes. Commits by itself. Once a day is enough.
    /// </summary>
    LedgerExpiry ExpireRecords(DateTimeOffset now);
}
