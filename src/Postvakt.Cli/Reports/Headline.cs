using System.Globalization;
using Postvakt.Detection;

namespace Postvakt.Cli.Reports;

/// <summary>The one sentence that says whether there is an attack. Made of our own words and numbers only, so it may stand in the title.</summary>
internal static class Headline
{
    public static string Of(ReportContent content, LocalTimes times)
    {
        var (malicious, suspicious, undetermined) = (content.Count(Verdict.Malicious), content.Count(Verdict.Suspicious), content.Count(Verdict.Undetermined));
        var among = Count(content.Total, "mail");
        if (content.Total == 0) return "No mail was judged";
        if (malicious > 0)
        {
            var campaigns = content.Campaigns.Count(c => c.Certain);
            var harmful = content.Campaigns.SelectMany(c => c.Mails).Concat(content.Others).Any(m => m.ByContent);
            return $"{(harmful ? Count(malicious, "malicious mail") : Count(malicious, "hijacked reply", "hijacked replies"))} in {among}{(campaigns > 0 ? ", in " + Count(campaigns, "campaign") : "")}{Began(content.Began)}";
        }
        if (suspicious > 0) return $"{Count(suspicious, "suspicious mail")} in {among}, none certain{Began(content.Began)}";
        return undetermined > 0
            ? $"Nothing found in {among}, but {Count(undetermined, "mail")} could not be examined in full"
            : $"Nothing found in {among}";

        string Began(DateTimeOffset? at) => at is { } began ? "; the first at " + times.Moment(began) : "";
    }

    /// <summary>"1 mail", "1,200 mails".</summary>
    public static string Count(long number, string one, string? many = null) =>
        number.ToString("N0", CultureInfo.InvariantCulture) + " " + (number == 1 ? one : many ?? one + "s");
}
