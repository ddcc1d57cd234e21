using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Messages.Attachments;
using Postvakt.Messages.Links;

namespace Postvakt.Facts;

public enum MarkKind
{
    Host,
    Path,
    File,
    Wording,
    Sender,
}

/// <summary>Something that mails of one campaign share: a host, a path form, a file shape, a wording, a sender in a hurry.</summary>
/// <param name="Text">What it stands for, for evidence; empty for wording, which is not kept.</param>
public readonly record struct CampaignMark(MarkKind Kind, long Key, string Text)
{
    private const int MaxWordings = 6;

    /// <summary>Marks of a mail that claims a conversation; none for others. At most 24.</summary>
    public static IReadOnlyList<CampaignMark> Of(Message message, IReadOnlyList<Link> links, IReadOnlyList<Attachment> files, IReadOnlyList<long> prints, MemoryKey key)
    {
        var reply = message.Subject.Replies > 0 || message.InReplyTo.Count > 0 || message.References.Count > 0 || message.Bodies.Any(b => b.Quotes.Count > 0);
        if (!reply) return [];
        var marks = new List<CampaignMark>(8);
        void Add(MarkKind kind, string text) => marks.Add(new CampaignMark(kind, key.OfFrequent(KeyedUse.Signal, kind + ":" + text), text));

        if (message.From.Address.Length > 0) Add(MarkKind.Sender, message.From.Address);
        foreach (var link in links.Take(6)) Add(MarkKind.Host, link.Domain);
        foreach (var shape in links.Take(6).Select(l => PathShape.Of(l.Path)).Where(s => s.Length > 0).Distinct()) Add(MarkKind.Path, shape);
        var opened = files.Where(f => AttachmentKinds.IsRisky(f.Kind) || AttachmentKinds.IsPaper(f.Kind)).Take(4).ToArray();
        foreach (var shape in opened.Select(f => FileNames.Shape(f.Name)).Where(s => s.Length > 4).Distinct()) Add(MarkKind.File, shape);
        if (links.Count > 0 || opened.Length > 0)
        {
            // The smallest hashes before they were keyed: two installations judge alike.
            foreach (var print in prints.Take(MaxWordings)) marks.Add(new CampaignMark(MarkKind.Wording, print ^ 0x5A5A5A5A5A5A, ""));
        }
        return marks;
    }
}
