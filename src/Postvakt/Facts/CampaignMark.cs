using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Messages.Attachments;
using Postvakt.Messages.Links;

namespace Postvakt.Facts;

/// <summary>Something that mails of one campaign share: a host, a path form, a file shape, a wording, a sender in a hurry.</summary>
/// <param name="Text">What it stands for, for evidence; empty for wording, which is not kept.</param>
public readonly record struct CampaignMark(MarkKind Kind, long Key, string Text)
{
    private const int MaxWordings = 6;

    /// <summary>Links and files looked at: 1 + 3 * 4 + 2 * 2 + 6 marks fill the question.</summary>
    private const int MaxLinks = 4;
    private const int MaxFiles = 2;

    /// <summary>Marks of a mail that claims a conversation; none for others. At most 24.</summary>
    public static IReadOnlyList<CampaignMark> Of(Message message, IReadOnlyList<Link> links, IReadOnlyList<Attachment> files, IReadOnlyList<long> prints, MemoryKey key)
    {
        var reply = message.Subject.Replies > 0 || message.InReplyTo.Count > 0 || message.References.Count > 0 || message.Bodies.Any(b => b.Quotes.Count > 0);
        if (!reply) return [];
        var marks = new List<CampaignMark>(8);
        void Add(MarkKind kind, string text) => marks.Add(new CampaignMark(kind, key.OfFrequent(KeyedUse.Signal, kind + ":" + text), text));

        if (message.From.Address.Length > 0) Add(MarkKind.Sender, message.From.Address);
        foreach (var link in links.Take(MaxLinks)) Add(MarkKind.Host, link.Domain);
        foreach (var shape in links.Take(MaxLinks).Select(l => PathShape.Of(l.Path)).Where(s => s.Length > 0).Distinct()) Add(MarkKind.Path, shape);
        foreach (var link in links.Take(MaxLinks)) Add(MarkKind.Address, link.Host + link.Path);
        var opened = files.Where(f => AttachmentKinds.IsRisky(f.Kind) || AttachmentKinds.IsPaper(f.Kind)).Take(MaxFiles).ToArray();
        foreach (var shape in opened.Select(ShapeOf).Where(s => s.Length > 4).Distinct()) Add(MarkKind.File, shape);
        foreach (var name in opened.Select(f => f.Name).Where(n => n.Length > 4).Distinct()) Add(MarkKind.FileName, name);
        if (links.Count > 0 || opened.Length > 0)
        {
            // The smallest hashes before they were keyed: two installations judge alike.
            foreach (var print in prints.Take(MaxWordings)) marks.Add(new CampaignMark(MarkKind.Wording, print ^ 0x5A5A5A5A5A5A, ""));
        }
        return marks;
    }

    private static string ShapeOf(Attachment file) => file.Inner.Count > 0 ? FileNames.Shape(file.Name) + " » " + FileNames.Shape(file.Inner[0]) : FileNames.Shape(file.Name);
}
