namespace Postvakt.Sweeps;

/// <summary>A recorded mail whose delivered copies are looked for.</summary>
/// <param name="Record">Id of its record.</param>
/// <param name="MessageId">Without brackets; not empty.</param>
/// <param name="From">Author address, or empty.</param>
/// <param name="At">When it was recorded: copies arrive about then.</param>
/// <param name="Digest">SHA-256 of its bytes that each copy must have, or null: its id is enough.</param>
public sealed record SoughtMail(string Record, string MessageId, string From, DateTimeOffset At, byte[]? Digest = null)
{
    /// <summary>Between a copy's arrival and its record. An hour: queues and clocks.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromHours(1);

    /// <summary>A copy may lie in its mailbox so long before the mail is recorded. A day: a journal that was held up.</summary>
    private static readonly TimeSpan Earliest = TimeSpan.FromDays(1);

    /// <summary>No copy is older.</summary>
    public DateTimeOffset Since => At - Earliest;

    /// <summary>
    /// Whether a mail with this id is the mail. The id alone proves little: whoever writes a mail chooses it, and one that repeats the id of a genuine mail must not take that one
    /// away with it. So it arrived at the same time, or not long before and from the same author.
    /// </summary>
    /// <param name="from">Addresses of the authors as the mailbox gives them.</param>
    /// <param name="arrived">Null where the mailbox does not say.</param>
    public bool Fits(IEnumerable<string> from, DateTimeOffset? arrived) =>
        arrived is { } at && ((at - At).Duration() <= Near || (at >= Since && From.Length > 0 && from.Contains(From, StringComparer.OrdinalIgnoreCase)));
}
