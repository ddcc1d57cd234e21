using MimeKit;

namespace Postvakt.Messages;

/// <summary>Reads the address fields of a mail.</summary>
internal sealed class ParticipantReader(int limit)
{
    public (Participant From, IReadOnlyList<Participant> Others) Read(MimeMessage mime, ref MessageDefects defects)
    {
        var authors = new List<Participant>(1);
        Collect(mime.From, ParticipantRole.From, authors);
        if (authors.Count == 0) defects |= MessageDefects.NoFrom;
        if (authors.Count > 1) defects |= MessageDefects.SeveralFrom;
        var others = new List<Participant>();
        if (mime.Sender is { } sender) others.Add(Of(sender, ParticipantRole.Sender));
        Collect(mime.ReplyTo, ParticipantRole.ReplyTo, others);
        Collect(mime.To, ParticipantRole.To, others);
        Collect(mime.Cc, ParticipantRole.Cc, others);
        return (authors.FirstOrDefault() ?? new Participant("", "", ParticipantRole.From), others);
    }

    private void Collect(InternetAddressList list, ParticipantRole role, List<Participant> into)
    {
        // Groups are walked one level: deeper nesting is not allowed by RFC 5322 3.4.
        foreach (var address in list)
        {
            if (into.Count >= limit) return;
            if (address is MailboxAddress mailbox) into.Add(Of(mailbox, role));
            else if (address is GroupAddress group)
            {
                foreach (var member in group.Members.OfType<MailboxAddress>().Take(limit - into.Count)) into.Add(Of(member, role));
            }
        }
    }

    private static Participant Of(MailboxAddress mailbox, ParticipantRole role) =>
        new((mailbox.Address ?? "").Trim().ToLowerInvariant(), Unquote(mailbox.Name ?? ""), role);

    private static string Unquote(string name)
    {
        name = name.Trim().Trim('"', '\'').Trim();
        return name.Length > 256 ? name[..256] : name;
    }
}
