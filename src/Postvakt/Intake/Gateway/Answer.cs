using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Messages;

namespace Postvakt.Intake.Gateway;

/// <summary>What a listener tells the mail server.</summary>
/// <param name="Stored">What was recorded; null when the fault is ours and the mail is deferred (or let through as the operator chose).</param>
/// <param name="Disposition">What to do.</param>
/// <param name="Repeat">The same mail was answered before; nothing new was recorded.</param>
public sealed record Answer(StoredAnswer? Stored, Disposition Disposition, bool Repeat = false)
{
    /// <summary>What enforce mode would have done.</summary>
    public Disposition Intended { get; init; }

    /// <summary>The mode that held when it was judged.</summary>
    public Mode Mode { get; init; }

    /// <summary>The mail as it was read; null when it was not judged.</summary>
    public Message? Message { get; init; }

    /// <summary>What is oddest about it, for a banner; none for clean mail and repeats of mail that was clean.</summary>
    public Oddity Oddity { get; init; }

    /// <summary>The value of Authentication-Results that our own checks of the sender made (RFC 8601), or empty where nothing was checked here.</summary>
    public string Results { get; init; } = "";
}
