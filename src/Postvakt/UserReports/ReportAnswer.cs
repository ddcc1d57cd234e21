using System.Text.Json;
using Postvakt.Jobs;

namespace Postvakt.UserReports;

/// <summary>What a reporter is told; the payload of the job, whose subject is the report's id. Promised in the transaction that makes it true, so that it is told once.</summary>
/// <param name="Address">Who is told.</param>
/// <param name="Key">Of the sentence.</param>
/// <param name="Record">Of the mail it speaks of, or empty; only where the reporter was to get it: what is said of it tells whose it was.</param>
/// <param name="MessageId">Of the report that is answered, or empty.</param>
/// <param name="Says">What the reporter said.</param>
public sealed record ReportAnswer(string Address, string Key, string Record, string MessageId, ReporterStatement Says)
{
    public const string Kind = "report-answer";

    /// <summary>The answer to a report in a state, or null where there is nothing to tell.</summary>
    public static Job? Of(UserReport report, DateTimeOffset due)
    {
        var key = (report.State, report.Outcome) switch
        {
            (ReportState.Received, _) => "ReportReceived",
            (_, ReportOutcome.Harmless) => "ReportWasHarmless",
            (_, ReportOutcome.Malicious) => "ReportWasMalicious",
            (_, ReportOutcome.Held) => "ReportIsHeld",
            (_, ReportOutcome.Unreadable) => "ReportUnreadable",
            _ => "",
        };
        return key.Length == 0 || !report.IsAnswered ? null
            : new Job(Kind, report.Id, JsonSerializer.Serialize(new ReportAnswer(report.Reporter, key, report.Weight > 0 ? report.Record : "", report.MessageId, report.Says)), due);
    }

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static ReportAnswer Of(Job job) => JsonSerializer.Deserialize<ReportAnswer>(job.Payload) ?? throw new JsonException("an empty answer");
}
