using Postvakt.Messages;
using Postvakt.Messages.Bodies;

namespace Postvakt.Detection;

/// <summary>What a mail carries that an indicator may be of: its links, files, and who wrote it.</summary>
internal static class MailSigns
{
    /// <summary>Links, and names and digests of files, that are looked up. 2,000: 500 links are two each.</summary>
    private const int MaxLooked = 2_000;

    public static IEnumerable<(string Type, string Value, string Where, bool IsQuoted)> Of(Message message) => All(message).Take(MaxLooked);

    /// <summary>As much as evidence holds, without half a character at the end.</summary>
    public static string Cut(string text) => text.Length <= 160 ? text : text[..(char.IsHighSurrogate(text[159]) ? 159 : 160)];

    private static IEnumerable<(string Type, string Value, string Where, bool IsQuoted)> All(Message message)
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
}
