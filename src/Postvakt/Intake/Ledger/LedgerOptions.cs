namespace Postvakt.Intake.Ledger;

/// <summary>Retention of the ledger.</summary>
public sealed record LedgerOptions
{
    /// <summary>Time in which the same mail offered again gets the stored answer. 5 days: senders give up retrying by then (RFC 5321 section 4.5.4.1).</summary>
    public TimeSpan RepeatWindow { get; init; } = TimeSpan.FromDays(5);

    /// <summary>Records of clean mail. 30 days.</summary>
    public TimeSpan CleanRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Records, findings and indicators of all other mail. 90 days: a campaign is often understood only weeks later.</summary>
    public TimeSpan FindingRetention { get; init; } = TimeSpan.FromDays(90);

    public static readonly LedgerOptions Default = new();

    /// <summary>Everything that is wrong with the values, in sentences; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (RepeatWindow <= TimeSpan.Zero) yield return "the repeat window must be longer than nothing";
        if (CleanRetention < RepeatWindow) yield return "records of clean mail must be kept at least as long as the repeat window, which answers from them";
        if (FindingRetention < CleanRetention) yield return "records of suspicious mail must be kept at least as long as those of clean mail";
    }
}
