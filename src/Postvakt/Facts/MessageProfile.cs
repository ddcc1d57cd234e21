using Postvakt.Authentication;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Messages.Attachments;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;

namespace Postvakt.Facts;

/// <summary>One mail prepared for Memory: its keyed question, what it would teach, and the parts that facts look at. Independent of the past.</summary>
public sealed class MessageProfile
{
    private const int MaxParents = 12;
    private const int MaxRecipients = 30;
    private const int MaxHosts = 20;
    private const int MaxQuotedHosts = 10;
    private const int MaxQuotePrints = 64;
    private const int MaxPrints = 32;

    private MessageProfile(Message message, SenderAuthentication authentication)
    {
        Message = message;
        Authentication = authentication;
    }

    public Message Message { get; }
    public SenderAuthentication Authentication { get; }
    public required Question Question { get; init; }
    public required long At { get; init; }

    /// <summary>Words that the sender wrote.</summary>
    public required int Words { get; init; }

    /// <summary>Links in authored text and signature to places outside the organisation, one per registrable domain.</summary>
    public required IReadOnlyList<Link> Links { get; init; }

    /// <summary>Attachments that are files to open, not signatures or inline pictures.</summary>
    public required IReadOnlyList<Attachment> Files { get; init; }

    public required IReadOnlyList<long> Prints { get; init; }
    public required IReadOnlyList<(HabitKind Kind, long Value)> Habits { get; init; }
    public required string? PasswordHint { get; init; }

    /// <summary>The hint only lets into an online meeting: it opens no link that leads elsewhere, but may open a file.</summary>
    public required bool PasswordOfMeeting { get; init; }

    /// <summary>Campaign marks in the order of the question's signals, with what each stands for.</summary>
    public required IReadOnlyList<CampaignMark> Marks { get; init; }

    public bool IsReply => Message.Subject.Replies > 0 || Message.InReplyTo.Count > 0 || Message.References.Count > 0;

    public bool HasQuote => Message.Bodies.Any(b => b.Quotes.Count > 0);

    /// <summary>Reply prefix, named ids or quoted text: only such mail can be a hijacked reply.</summary>
    public bool ClaimsConversation => IsReply || HasQuote;

    public static MessageProfile Of(Message message, MemoryKey key, JudgeOptions options, DateTimeOffset now, SenderAuthentication? verified = null)
    {
        var authentication = verified ?? SenderAuthentication.Read(message.AuthenticationResults, options.TrustedAuthserv);
        // A date in the future, wrong or forged, must not end the quiet time of others.
        var at = Math.Min(message.ArrivedAt.ToUnixTimeSeconds(), now.ToUnixTimeSeconds());
        var links = message.Links
            .Where(l => l.Place is SegmentKind.Authored or SegmentKind.Signature && l.Domain.Length > 0 && !IsOwn(l.Domain, options))
            .DistinctBy(l => l.Domain).Take(MaxHosts).ToArray();
        var files = message.Attachments.Where(a => a.Kind is not (AttachmentKind.Signature or AttachmentKind.Calendar) && !a.Inline).Take(50).ToArray();
        var prints = key.OfShingles(TextPrints.Select(message.Body.Authored, MaxPrints, out var words));
        var hint = Facts.PasswordHint.Find(message.Body.Authored, out var ofMeeting);
        var marks = CampaignMark.Of(message, links, files, prints, key);
        var name = PersonNames.Normalize(message.From.Name);
        return new MessageProfile(message, authentication)
        {
            At = at,
            Words = words,
            Links = links,
            Files = files,
            Prints = prints,
            PasswordHint = hint,
            PasswordOfMeeting = ofMeeting,
            Marks = marks,
            Habits = HabitValues.Of(message, authentication, links, files, key),
            Question = new Question
            {
                At = at,
                Id = message.Id.Length == 0 ? 0 : key.Of(KeyedUse.MessageId, message.Id),
                Parents = [.. message.ClaimedParents.Take(MaxParents).Select(id => key.Of(KeyedUse.MessageId, id))],
                Subject = message.Subject.Base.Length < 4 ? 0 : key.OfFrequent(KeyedUse.Subject, message.Subject.Base.ToLowerInvariant()),
                Quotes = QuotePrints(message, key),
                Author = message.From.Address,
                AuthorName = name.Length == 0 ? 0 : key.OfFrequent(KeyedUse.Name, name),
                Recipients = [.. message.Recipients.Select(r => r.Address).Where(a => a.Length > 0).Distinct().Take(MaxRecipients)],
                Hosts = [.. links.Select(l => l.Domain)],
                QuotedHosts = [.. message.Links.Where(l => l.Place == SegmentKind.Quoted && l.Domain.Length > 0 && !IsOwn(l.Domain, options)).Select(l => l.Domain)
                    .Distinct().Except(links.Select(l => l.Domain)).Take(MaxQuotedHosts)],
                Signals = [.. marks.Select(m => m.Key)],
            },
        };
    }

    public static bool IsOwn(string domain, JudgeOptions options)
    {
        foreach (var own in options.OrgDomains)
        {
            if (domain.EndsWith(own, StringComparison.Ordinal) && (domain.Length == own.Length || domain[^(own.Length + 1)] == '.')) return true;
        }
        return false;
    }

    private static List<long[]> QuotePrints(Message message, MemoryKey key)
    {
        var left = MaxQuotePrints;
        var all = new List<long[]>();
        foreach (var quote in QuotesOf(message))
        {
            if (left <= 0) break;
            var prints = key.OfShingles(TextPrints.Select(quote.Text, Math.Min(left, MaxPrints)));
            left -= prints.Length;
            all.Add(prints);
        }
        return all;
    }

    /// <summary>The quotes that the question asks about, in its order: of the judged body, else of an enclosed message.</summary>
    public static IReadOnlyList<QuotedMessage> QuotesOf(Message message) =>
        message.Body.Quotes.Count > 0 ? message.Body.Quotes : message.Bodies.FirstOrDefault(b => b.Quotes.Count > 0)?.Quotes ?? [];
}
