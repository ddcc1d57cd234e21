using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Postvakt.Samples.Delivery;

/// <summary>
/// Moves the sample company's mail to the present: a gateway judges mail as it arrives now, and a history of long ago would look like a company
/// asleep. Whole weeks, so that Mondays stay Mondays; only the mbox line and the dates in header fields move.
/// </summary>
internal static partial class DateShift
{
    /// <summary>The day after the last mail of the stream, as the files have it.</summary>
    private static readonly DateTimeOffset End = new(2026, 11, 14, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whole weeks from the end of the stream to a time, never negative.</summary>
    public static TimeSpan Until(DateTimeOffset now) => TimeSpan.FromDays(Math.Max(0, Math.Floor((now - End).TotalDays / 7) * 7));

    public static void Copy(string source, string target, TimeSpan shift)
    {
        var inHeader = false;
        using var output = new StreamWriter(target, append: false, Encoding.Latin1) { NewLine = "\n" };
        foreach (var line in File.ReadLines(source, Encoding.Latin1))
        {
            var starts = line.StartsWith("From ", StringComparison.Ordinal);
            inHeader = starts || (inHeader && line.Length > 0);
            output.WriteLine(starts ? Envelope().Replace(line, m => Moved(m, "ddd MMM d HH:mm:ss yyyy", shift)) : inHeader ? Field().Replace(line, m => Moved(m, "ddd, dd MMM yyyy HH:mm:ss", shift)) : line);
        }
    }

    private static string Moved(Match match, string form, TimeSpan shift) =>
        DateTime.TryParseExact(match.Value, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? (at + shift).ToString(form, CultureInfo.InvariantCulture) : match.Value;

    [GeneratedRegex(@"[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} \d\d:\d\d:\d\d \d{4}$", RegexOptions.CultureInvariant)]
    private static partial Regex Envelope();

    [GeneratedRegex(@"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d", RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}
