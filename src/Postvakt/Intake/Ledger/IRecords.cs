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

    /// <summary>Ids of records with a search term, newest first. See <see cref="LedgerEntry.Terms"/>.</summary>
    /// <param name="max">At most so many; at most 1,000.</param>
    IReadOnlyList<string> RecordsOf(long term, DateTimeOffset since, int max);

    /// <summary>Ids of records of a campaign, in order of their recording.</summary>
    /// <param name="after">0, or what the call before gave as <c>Next</c>.</param>
    /// <param name="max">At most so many; at most 1,000.</param>
    /// <returns>What was found, and where to go on, or 0 at the end.</returns>
    (IReadOnlyList<string> Found, long Next) RecordsInCampaign(string campaign, long after, int max);

    /// <summary>Campaigns with mail since a time, the one with the newest mail first.</summary>
    /// <param name="max">At most so many; at most 1,000.</param>
    IReadOnlyList<CampaignTally> Campaigns(DateTimeOffset since, int max);

    /// <summary>How many mails were recorded within a time, and how many were held then that are still known. Costs a look at an index for each, and nothing of the mails.</summary>
    /// <param name="until">No longer within.</param>
    (long Mails, long Held) CountMails(DateTimeOffset from, DateTimeOffset until);

    /// <summary>How many mails have a finding from a source, an exception, a known indicator or a mail rule, and when the last, as far back as records are kept; null time for none.</summary>
    /// <param name="finding">Id of the finding.</param>
    (long Count, DateTimeOffset? Last) HitsOf(string finding, string source);

    /// <summary>The same for every source of a finding: how often each mail rule matched. Costs a look at each such finding.</summary>
    IReadOnlyList<SourceHits> HitsOf(string finding);

    /// <summary>Records that name an address as author, envelope sender or recipient, in order of their recording. Looks at a limited number of records a call.</summary>
    /// <param name="after">0, or what the call before gave as <c>Next</c>.</param>
    /// <returns>What was found, and where to go on, or 0 at the end.</returns>
    (IReadOnlyList<LedgerEntry> Found, long Next) RecordsNaming(string address, long after);

    /// <summary>
    /// Erases a person from a record in the open transaction: of a mail by him nothing stays, of one to him his address goes, from the held item too and from what it is found by.
    /// </summary>
    /// <param name="terms">Numbers under which the person is found; see <see cref="Quarantine.SearchTerms"/>.</param>
    void Erase(string record, string address, IReadOnlyList<long> terms);

    /// <summary>
    /// Drops records past their retention and marks held items past theirs as expired; for each of those a job of kind
    /// <see cref="Quarantine.DiscardJob.Kind"/> asks for the deletion of its bytes. Commits by itself. Once a day is enough.
    /// </summary>
    LedgerExpiry ExpireRecords(DateTimeOffset now);
}
