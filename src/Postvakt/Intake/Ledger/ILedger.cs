using Postvakt.Detection;
using Postvakt.Jobs;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Signals;

namespace Postvakt.Intake.Ledger;

/// <summary>
/// Where judged mail is recorded: record, findings, indicators, held item, jobs and what Memory learns of it, all or nothing. Recording throws
/// when the store cannot keep it. Used by one thread at a time; several may work on one store, each with its own.
/// </summary>
public interface ILedger : IRecords, IDecisions, IJobQueue, IFeedIndicators, IDisposable
{
    /// <summary>The Memory that learns in the same transactions.</summary>
    IMemory Memory { get; }

    /// <summary>The same Memory, as its operator sees it.</summary>
    IMemoryAccounts Accounts { get; }

    /// <summary>
    /// Notes the keys that the store is used with, besides Memory's own. Throws when it was used with one that is missing here: what that key
    /// closed could not be opened. Commits by itself.
    /// </summary>
    /// <param name="names">Public names by kind and version, "seal 2".</param>
    void CheckKeys(IReadOnlyDictionary<string, string> names);

    /// <summary>True when a commit for several mails together is much cheaper than one for each.</summary>
    bool GroupsCommits { get; }

    /// <summary>
    /// Records one mail in the open transaction, which <see cref="Commit"/> ends. A repeat (the same <see cref="LedgerEntry.RepeatKey"/> in the
    /// last five days) changes nothing and gives the answer that was recorded then; else null.
    /// </summary>
    /// <param name="message">Row of the mail in Memory, 0 for a repeat.</param>
    StoredAnswer? Record(LedgerEntry entry, Experience experience, out long message);

    /// <summary>
    /// Notes in the open transaction that later mail changed what is thought of an earlier one. Records whose verdict is not below the new one,
    /// unknown ones, and those that a person called clean, stay as they are.
    /// </summary>
    /// <param name="records">Ids of records.</param>
    /// <param name="becauseOf">Id of the record that changed it.</param>
    /// <returns>Ids of the records that were changed.</returns>
    IReadOnlyList<string> Revise(IReadOnlyCollection<string> records, Verdict verdict, string becauseOf);

    /// <summary>Notes in the open transaction what a person says that mails are, in place of what was noted before.</summary>
    /// <param name="records">Ids of records; unknown ones are left out.</param>
    /// <param name="becauseOf">Id of what was decided.</param>
    /// <returns>Ids of the records whose verdict was another one.</returns>
    IReadOnlyList<string> Pronounce(IReadOnlyCollection<string> records, Verdict verdict, string becauseOf);

    /// <summary>Rows in Memory of recorded mails; unknown records are left out.</summary>
    IReadOnlyList<long> RowsOf(IReadOnlyCollection<string> records);

    /// <summary>Notes in the open transaction that earlier mail was of a campaign that later mail showed; records that are of one already stay as they are.</summary>
    /// <param name="records">Ids of records.</param>
    void JoinCampaign(IReadOnlyCollection<string> records, string campaign);

    /// <summary>Notes in the open transaction that mails of one campaign are of another; records that are not of it stay as they are.</summary>
    /// <param name="records">Ids of records.</param>
    void PartCampaign(IReadOnlyCollection<string> records, string from, string into);

    /// <summary>Makes everything recorded so far permanent; nothing may be answered before.</summary>
    void Commit();

    /// <summary>Drops what was recorded since the last commit.</summary>
    void Rollback();
}
