using Postvakt.UserReports;

namespace Postvakt.Server.Configuration;

/// <summary>How people report mail.</summary>
/// <param name="Addresses">Mail to one of these is a report, lower case; none: only the interface takes reports.</param>
/// <param name="Deliver">Reports by mail go on to their mailbox as well; else they end here.</param>
/// <param name="Policy">What reports make of a mail.</param>
/// <param name="Mailbox">A mailbox that is read, or null.</param>
public sealed record ReportsConfig(IReadOnlyList<string> Addresses, bool Deliver, ReportPolicy Policy, ReportMailboxConfig? Mailbox)
{
    /// <summary>Whether reporters can be answered: somebody must send it.</summary>
    public bool Answers { get; init; } = true;

    public static readonly ReportsConfig Default = new([], false, ReportPolicy.Default, null);
}
