using System.Text;
using Postvakt.Authentication;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Messages.Attachments;
using Postvakt.Messages.Links;

namespace Postvakt.Facts;

/// <summary>Values of the habits that show in one mail. Host habits stand in the order of the links.</summary>
internal static class HabitValues
{
    private static readonly System.Buffers.SearchValues<char> HostEnd = System.Buffers.SearchValues.Create(" ;(\t\r\n");

    public static IReadOnlyList<(HabitKind Kind, long Value)> Of(
        Message message, SenderAuthentication authentication, IReadOnlyList<Link> links, IReadOnlyList<Attachment> files, MemoryKey key)
    {
        var habits = new List<(HabitKind, long)>(10);
        void Add(HabitKind kind, string value)
        {
            if (value.Length > 0) habits.Add((kind, key.OfFrequent(KeyedUse.Habit, value)));
        }

        Add(HabitKind.Client, Client(message.Client));
        Add(HabitKind.IdShape, IdShape(message.Id));
        if (message.Date is { } date) habits.Add((HabitKind.Zone, (long)date.Offset.TotalMinutes + 1440));
        Add(HabitKind.Route, Route(message.Received));
        if (authentication.IsKnown) Add(HabitKind.Authentication, authentication.DkimDomain.Length > 0 ? authentication.DkimDomain : authentication.SpfDomain);
        Add(HabitKind.Envelope, PublicSuffixList.RegistrableDomain(message.ReturnPath[(message.ReturnPath.LastIndexOf('@') + 1)..]));
        Add(HabitKind.Greeting, Greeting(message.Body.Authored));
        foreach (var reply in message.Others.Where(p => p.Role == ParticipantRole.ReplyTo).Take(2)) Add(HabitKind.ReplyTo, reply.Domain);
        foreach (var account in AccountNumbers.Find(message.Body.Authored).Concat(AccountNumbers.Find(message.Body.Signature)).Distinct()) Add(HabitKind.Account, account);
        foreach (var link in links) habits.Add((HabitKind.Host, key.OfFrequent(KeyedUse.Habit, link.Domain)));
        foreach (var kind in files.SelectMany(f => f.EffectiveKinds.Append(f.Kind)).Distinct().Take(8)) habits.Add((HabitKind.Attachment, (long)kind + 1));
        if (files.Any(f => f.Encrypted)) habits.Add((HabitKind.Encryption, 1));
        return habits;
    }

    /// <summary>Program name without version: the leading words of letters.</summary>
    internal static string Client(string client)
    {
        var words = client.Split([' ', '/', '('], 4, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.TakeWhile(w => char.IsLetter(w[0])).Take(3)).ToLowerInvariant();
    }

    /// <summary>
    /// Form of the part before '@' (runs of hex, digits, letters; separators) with the registrable domain after it: what tells one program and
    /// server from another.
    /// </summary>
    internal static string IdShape(string id)
    {
        var at = id.LastIndexOf('@');
        if (at <= 0) return "";
        var shape = new StringBuilder();
        var last = '\0';
        foreach (var c in id.AsSpan(0, Math.Min(at, 120)))
        {
            var kind = char.IsAsciiLetterOrDigit(c) ? 'x' : c;
            if (kind != last) shape.Append(kind);
            last = kind;
            if (shape.Length > 24) break;
        }
        return shape.Append(at / 8).Append('@').Append(PublicSuffixList.RegistrableDomain(id[(at + 1)..].ToLowerInvariant())).ToString();
    }

    /// <summary>Registrable domain of the server that wrote the oldest Received field: where the mail was handed in (RFC 5321 4.4 "by").</summary>
    internal static string Route(IReadOnlyList<string> received)
    {
        if (received.Count == 0) return "";
        var oldest = received[^1];
        var by = oldest.IndexOf(" by ", StringComparison.OrdinalIgnoreCase);
        var start = by >= 0 ? by + 4 : oldest.StartsWith("by ", StringComparison.OrdinalIgnoreCase) ? 3 : -1;
        if (start < 0) return "";
        var end = oldest.AsSpan(start).IndexOfAny(HostEnd);
        var host = (end < 0 ? oldest[start..] : oldest.Substring(start, end)).Trim('[', ']', '.').ToLowerInvariant();
        return host.Length is 0 or > 253 ? "" : PublicSuffixList.RegistrableDomain(host);
    }

    /// <summary>First word of a greeting line ("Hi Anna,"), or empty.</summary>
    internal static string Greeting(string authored)
    {
        var end = authored.AsSpan().IndexOf('\n');
        var line = (end < 0 ? authored.AsSpan() : authored.AsSpan(0, end)).Trim();
        if (line.Length is 0 or > 40 || !(line[^1] is ',' or '!' or ':' or '、' or '，')) return "";
        var blank = line.IndexOf(' ');
        return (blank < 0 ? line : line[..blank]).TrimEnd(",!:、，").ToString().ToLowerInvariant();
    }
}
