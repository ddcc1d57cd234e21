namespace Postvakt.Incidents;

/// <summary>An incident in numbers, as far as records of it are kept.</summary>
/// <param name="Mails">Mails of it that were recorded.</param>
/// <param name="Senders">Different authors.</param>
/// <param name="People">Different recipients.</param>
/// <param name="Held">Mails that were held before delivery.</param>
/// <param name="Delivered">Mails that reached mailboxes, tagged or not.</param>
/// <param name="Released">Held mails that were let out.</param>
/// <param name="Reports">Reports by people.</param>
/// <param name="Reporters">Different people who reported.</param>
/// <param name="Swept">Copies taken back out of mailboxes.</param>
/// <param name="Warned">Copies of the advisory that reached most.</param>
/// <param name="IsWhole">False where there were more records than are looked at.</param>
public sealed record IncidentFigures(long Mails, long Senders, long People, long Held, long Delivered, long Released, long Reports, long Reporters, long Swept, long Warned, bool IsWhole)
{
    public DateTimeOffset? FirstMail { get; init; }

    /// <summary>The first that was judged malicious when it came.</summary>
    public DateTimeOffset? Detected { get; init; }

    public DateTimeOffset? FirstHeld { get; init; }

    public DateTimeOffset? FirstReport { get; init; }

    /// <summary>The first advisory went out.</summary>
    public DateTimeOffset? FirstWarning { get; init; }

    /// <summary>The first sweep was done.</summary>
    public DateTimeOffset? FirstSweep { get; init; }

    /// <summary>How long after the first mail, or null where either did not happen; never below nothing.</summary>
    public TimeSpan? After(DateTimeOffset? then) => then is { } at && FirstMail is { } first ? at < first ? TimeSpan.Zero : at - first : null;
}
