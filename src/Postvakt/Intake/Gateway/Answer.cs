using Postvakt.Detection;
using Postvakt.Intake.Ledger;

namespace Postvakt.Intake.Gateway;

/// <summary>What a listener tells the mail server.</summary>
/// <param name="Stored">What was recorded; null when the fault is ours and the mail is deferred (or let through as the operator chose).</param>
/// <param name="Disposition">What to do.</param>
/// <param name="Repeat">The same mail was answered before; nothing new was recorded.</param>
public sealed record Answer(StoredAnswer? Stored, Disposition Disposition, bool Repeat = false)
{
    /// <summary>The mode that held when it was judged.</summary>
    public Mode Mode { get; init; }

    /// <summary>The value of Authentication-Results that our own checks of the sender made (RFC 8601), or empty where nothing was checked here.</summary>
    public string Results { get; init; } = "";

    /// <summary>A sentence that says what is odd about the mail, for a banner, or empty.</summary>
    public string Oddity { get; init; } = "";
}
