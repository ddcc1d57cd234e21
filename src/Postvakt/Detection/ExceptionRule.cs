namespace Postvakt.Detection;

/// <summary>
/// A narrow, owned, expiring permission. A finding that it speaks of no longer makes the mail suspicious or worse. Never a sender alone, and never over a malicious document.
/// </summary>
/// <param name="Id">Short, unique.</param>
/// <param name="Sender">Author address, lower case; empty only with a campaign.</param>
/// <param name="Host">Host that the mail links to, or empty.</param>
/// <param name="Rule">Id of the finding that is excepted, or empty.</param>
/// <param name="Campaign">Name of the campaign, or empty.</param>
/// <param name="Owner">Who answers for it.</param>
public sealed record ExceptionRule(string Id, string Sender, string Host, string Rule, string Campaign, string Owner, string Reason, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "exception";

    /// <summary>Id of the finding that says an exception was used; its source is the exception's id.</summary>
    public const string Finding = "exception-used";

    /// <summary>How long one may hold.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromDays(90);
}
