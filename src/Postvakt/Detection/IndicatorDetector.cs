using Postvakt.Messages;
using Postvakt.Signals;

namespace Postvakt.Detection;

/// <summary>Looks a mail through for indicators that are known from an attack: its links, files, and who wrote it.</summary>
internal static class IndicatorDetector
{
    /// <summary>Findings of one mail. 8: more say nothing new.</summary>
    private const int Max = 8;

    public static IEnumerable<Finding> Examine(Message message, IndicatorBook book, DateTimeOffset now)
    {
        if (book.IsEmpty) return [];
        return MailSigns.Of(message).Select(s => (Seen: s, Known: book.Find(s.Type, s.Value, now))).Where(f => f.Known is not null).DistinctBy(f => f.Known!.Id).Take(Max).Select(f => Finding(f.Known!, f.Seen.Where, f.Seen.IsQuoted));
    }

    /// <summary>Quoted text may be of whom it warns: there it makes a mail suspicious at most.</summary>
    private static Finding Finding(KnownIndicator known, string where, bool isQuoted) => new(
        KnownIndicator.Finding, "It carries something that is known from an attack.", known.Grade == IndicatorGrade.Malicious && !isQuoted ? Severity.Critical : Severity.High, known.Id,
        [new Evidence(where, MailSigns.Cut(known.Indicator.Value)), .. known.Reason.Length > 0 ? [new Evidence("known because", MailSigns.Cut(known.Reason))] : (Evidence[])[]], []);
}
