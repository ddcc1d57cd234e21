using Postvakt.Messages;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Subjects;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>A mail that another one quotes. All of it is what the sender typed.</summary>
/// <param name="Index">Place among the quotes, the newest first.</param>
internal sealed record RuleThread(Message Message, QuotedMessage Quote, int Index)
{
    private const string Name = "Message.body.previous_threads";

    /// <summary>Addresses read of one list. 100.</summary>
    private const int MaxPeople = 100;

    private readonly Lazy<SubjectLine> _subject = new(() => SubjectParser.Parse(Quote.Subject ?? ""));

    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        fields[Name] = owner => owner is RuleMail mail ? MessageModel.List(mail.Message.Body.Quotes.Select((q, i) => new RuleThread(mail.Message, q, i)), MqlValue.Of) : MqlValue.Missing(Name);
        fields[Name + ".recipients"] = fields[Name + ".subject"] = MqlValue.Of;
        Of("index", t => MqlValue.Of((long)t.Index));
        Of("text", t => MessageModel.Text(t.Quote.Text));
        Of("date", t => MessageModel.Text(t.Quote.DateText));
        Of("preamble", t => MessageModel.Text(Announcement(t.Message.Body, t.Index)));
        Of("links", t => MessageModel.List(t.Message.Links.Where(l => l.Place == SegmentKind.Quoted && l.Quote == t.Index), MqlValue.Of));
        Of("sender", t => t.Quote.Author is null && t.Quote.Address is null ? MqlValue.Null : MqlValue.Of(new Participant(t.Quote.Address?.ToLowerInvariant() ?? "", t.Quote.Author ?? "", ParticipantRole.From)));
        Of("recipients.to", t => MessageModel.List(People(t.Quote.To, ParticipantRole.To), MqlValue.Of));
        Of("recipients.cc", t => MessageModel.List(People(t.Quote.Cc, ParticipantRole.Cc), MqlValue.Of));
        Of("recipients.bcc", _ => MqlValue.Of(new MqlArray()));
        Of("banners", _ => MqlValue.Of(new MqlArray()));
        Of("subject.subject", t => MessageModel.Text(t.Quote.Subject));
        Of("subject.base", t => MessageModel.Text(t._subject.Value.Base));
        Subject("is_reply", s => s.Replies > 0);
        Subject("is_forward", s => s.Forwards > 0);
        Subject("is_auto_reply", s => s.AutoReply);
        Of("subject.tags", t => MessageModel.List(t._subject.Value.Marks, MqlValue.Of));

        void Of(string name, Func<RuleThread, MqlValue> read) => fields[$"{Name}.{name}"] = owner => owner is RuleThread thread ? read(thread) : MqlValue.Missing(Name);
        void Subject(string name, Func<SubjectLine, bool> read) => Of("subject." + name, t => t.Quote.Subject is null ? MqlValue.Null : MqlValue.Of(read(t._subject.Value)));
    }

    /// <summary>The lines that announce a quote, as they stand.</summary>
    /// <param name="quote">Its place; -1 for lines that announce none.</param>
    internal static string Announcement(SplitBody body, int quote) =>
        string.Concat(body.Segments.Where(s => s.Kind == SegmentKind.Attribution && s.Quote == quote).Select(s => body.Rendered.Text[s.Start..s.End])).Trim();

    /// <summary>"Anna Berg &lt;anna@firm.example&gt;; Ben Holt; ben@firm.example": mail programs write lists in many ways.</summary>
    private static IEnumerable<Participant> People(string? list, ParticipantRole role)
    {
        foreach (var piece in Pieces(list ?? "").Take(MaxPeople))
        {
            var (name, address, _) = Sender.Read(piece);
            if (name is not null || address is not null) yield return new(address?.ToLowerInvariant() ?? "", name ?? "", role);
        }
    }

    private static IEnumerable<string> Pieces(string list)
    {
        // "Berg, Anna; Holt, Ben" has commas in its names.
        var between = list.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        var (begin, quoted) = (0, false);
        for (var at = 0; at <= list.Length; at++)
        {
            if (at < list.Length && list[at] == '"') quoted = !quoted;
            if (at < list.Length && (list[at] != between || quoted)) continue;
            if (list.AsSpan(begin, at - begin).Trim() is { IsEmpty: false } piece) yield return piece.ToString();
            begin = at + 1;
        }
    }
}
