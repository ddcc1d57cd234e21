using System.Globalization;
using Postvakt.Indicators;
using Postvakt.Messages;
using Postvakt.Signals;

namespace Postvakt.Detection;

/// <summary>
/// Looks a mail through for what others shared. Their word alone makes a mail suspicious at most: whoever breaks into a feed, or writes into it, must not stop a company's mail. See also <see cref="VerdictPolicy"/>.
/// </summary>
internal static class SharedIndicatorDetector
{
    /// <summary>Findings of one mail. 8: more say nothing new.</summary>
    private const int Max = 8;

    public static IEnumerable<Finding> Examine(Message message, FeedBook book, DateTimeOffset now)
    {
        if (book.IsEmpty) return [];
        return MailSigns.Of(message).DistinctBy(s => (s.Type, s.Value)).Select(s => (Seen: s, Hit: book.Find(s.Type, s.Value, now))).Where(f => f.Hit is not null).DistinctBy(f => f.Hit!.Source).Take(Max)
            .Select(f => Finding(f.Hit!, f.Seen.Where, f.Seen.IsQuoted));
    }

    /// <summary>Quoted text may be of whom it warns, and a file's name anybody may choose: both are only noted.</summary>
    private static Finding Finding(FeedHit hit, string where, bool isQuoted) => new(
        FeedIndicator.Finding, "It carries something that others know from an attack.", hit.MakesSuspicious && !isQuoted && hit.Type != "file" ? Severity.High : Severity.Low, hit.Source,
        [
            new Evidence(where, MailSigns.Cut(Defanged.Of(new Indicator(hit.Type, hit.Value)))),
            new Evidence("shared by", string.Create(CultureInfo.InvariantCulture, $"{hit.Feed} ({hit.Class.ToString().ToLowerInvariant()}), confidence {hit.Entry.Confidence}, until {DateTimeOffset.FromUnixTimeSeconds(hit.Entry.Until):yyyy-MM-dd}")),
        ], []);
}
