using Postvakt.Detection;
using Postvakt.Intake.Gateway;
using Postvakt.Memory;
using Postvakt.Quarantine;

namespace Postvakt.Intake.Ledger;

/// <summary>
/// Changes what recorded mails are taken for, together with what Memory learned of them. May be done twice: a job whose worker died does it again. Permanent with the ledger's next commit.
/// </summary>
public static class Revision
{
    /// <summary>Raises mails to a verdict, as later mail or several reports show it; what a person called harmless stays so.</summary>
    /// <param name="becauseOf">Id of what shows it.</param>
    /// <returns>Ids of the records that were changed.</returns>
    public static IReadOnlyList<string> Raise(ILedger ledger, IReadOnlyCollection<string> records, Verdict verdict, string becauseOf)
    {
        var changed = ledger.Revise(records, verdict, becauseOf);
        // Those of an attempt before as well: it may have stopped before Memory was told.
        Tell(ledger, [.. records.Where(r => ledger.FindRecord(r) is { } record && (record.Revised ?? record.Answer.Verdict) == verdict)], verdict);
        return changed;
    }

    /// <summary>A person says what mails are: it holds against whatever later mail shows, until another person says something else.</summary>
    /// <returns>Ids of the records that were changed.</returns>
    public static IReadOnlyList<string> Say(ILedger ledger, IReadOnlyCollection<string> records, Verdict verdict, string becauseOf, DateTimeOffset now)
    {
        var changed = ledger.Pronounce(records, verdict, becauseOf);
        if (verdict > Verdict.Clean)
        {
            Tell(ledger, records, verdict);
            return changed;
        }
        // What is held still has its bytes: Memory learns from them, as from what is released as genuine. Of other mail it is told that it is history again.
        var kept = records.Where(r => ledger.FindHeld(r) is { State: not (QuarantineState.Deleted or QuarantineState.Expired) }).ToHashSet(StringComparer.Ordinal);
        foreach (var record in changed.Where(kept.Contains)) ledger.Add(Genuine.TeachJob(record, now));
        // What is known from a report alone anybody may have made up: it never was history.
        var rows = ledger.RowsOf([.. records.Where(r => !kept.Contains(r) && ledger.FindRecord(r) is { } record && record.Listener != FreshLook.Listener)]);
        if (rows.Count > 0) ledger.Memory.Revise(rows, Standing.Trusted);
        return changed;
    }

    private static void Tell(ILedger ledger, IReadOnlyCollection<string> records, Verdict verdict)
    {
        var rows = records.Count == 0 ? [] : ledger.RowsOf(records);
        if (rows.Count > 0) ledger.Memory.Revise(rows, verdict == Verdict.Malicious ? Standing.Bad : Standing.Seen);
    }
}
