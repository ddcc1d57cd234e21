using Postvakt.Messages;
using Postvakt.Messages.Bodies;
using Postvakt.Signals;

namespace Postvakt.Detection;

/// <summary>Looks a mail through for indicators that are known from an attack: its links, files, and who wrote it.</summary>
internal static class IndicatorDetector
{
    /// <summary>Findings of one mail. 8: more say nothing new.</summary>
    private const int Max = 8;

    /// <summary>Links, and names and digests of files, that are looked up. 500.</summary>
    private const int MaxLooked = 500;

    public static IEnumerable<Finding> Examine(Message message, IndicatorBook book, DateTimeOffset now)
    {
        if (book.IsEmpty) return [];
        return Seen(message).Take(MaxLooked).Select(s => (Seen: s, Known: book.Find(s.Type, s.Value, now))).Where(f => f.Known is not null).DistinctBy(f => f.Known!.Id).Take(Max).Select(f => Finding(f.Known!, f.Seen.Where, f.Seen.IsQuoted));
    }

    private static IEnumerable<(string Type, string Value, string Where, bool IsQuoted)> Seen(Message message)
    {
        // What the sender wrote first: it counts more than what he quotes.
        foreach (var link in message.Links.OrderBy(l => l.Place == SegmentKind.Quoted))
        {
            var quoted = link.Place == SegmentKind.Quoted;
            yield return ("url", link.Url, quoted ? "link, quoted" : "link", quoted);
            yield return ("host", link.Host, quoted ? "link, quoted" : "link", quoted);
        }
        foreach (var address in (string[])[message.From.Address, message.Envelope.MailFrom.ToLowerInvariant(), .. message.Others.Where(p => p.Role == ParticipantRole.ReplyTo).Select(p => p.Address)])
            if (address.Length > 0) yield return ("address", address, "sender", false);
        foreach (var file in message.Attachments)
        {
            yield return ("file", file.Name.ToLowerInvariant(), "attachment", false);
            foreach (var inner in file.Inner) yield return ("file", inner.ToLowerInvariant(), $"inside {file.Name}", false);
            foreach (var inside in file.Document?.Indicators ?? []) yield return (inside.Type, inside.Type == "file" ? inside.Value.ToLowerInvariant() : inside.Value, $"inside {file.Name}", false);
        }
    }

    /// <summary>Quoted text may be of whom it warns: there it makes a mail suspicious at most.</summary>
    private static Finding Finding(KnownIndicator known, string where, bool isQuoted) => new(
        KnownIndicator.Finding, "It carries something that is known from an attack.", known.Grade == IndicatorGrade.Malicious && !isQuoted ? Severity.Critical : Severity.High, known.Id,
        [new Evidence(where, Cut(known.Indicator.Value)), .. known.Reason.Length > 0 ? [new Evidence("known because", Cut(known.Reason))] : (Evidence[])[]], []);

    private static string Cut(string text) => text.Length <= 160 ? text : text[..(char.IsHighSurrogate(text[159]) ? 159 : 160)];
}
