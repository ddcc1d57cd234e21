using MimeKit;

namespace Postvakt.Messages;

/// <summary>Reads the address fields of a mail.</summary>
internal sealed class ParticipantReader(ParserOptions options, int limit)
{
    public (Participant From, IReadOnlyList<Participant> Others) Read(HeaderList headers, ref MessageDefects defects)
    {
        var authors = new List<Participant>(1);
        Collect(headers, HeaderId.From, ParticipantRole.From, authors);
        if (authors.Count == 0) defects |= MessageDefects.NoFrom;
        if (authors.Count > 1) defects |= MessageDefects.SeveralFrom;
        var others = new List<Participant>();
        Collect(headers, HeaderId.Sender, ParticipantRole.Sender, others, 1);
        Collect(headers, HeaderId.ReplyTo, ParticipantRole.ReplyTo, others);
        Collect(headers, HeaderId.To, ParticipantRole.To, others);
        Collect(headers, HeaderId.Cc, ParticipantRole.Cc, others);
        return (authors.FirstOrDefault() ?? new Participant("", "", ParticipantRole.From), others);
    }

    private void Collect(HeaderList headers, HeaderId id, ParticipantRole role, List<Participant> into, int most = int.MaxValue)
    {
        foreach (var mailbox in headers.Where(h => h.Id == id).SelectMany(h => AddressField.Mailboxes(h.RawValue, options)).Take(Math.Min(most, limit - into.Count))) into.Add(Of(mailbox, role));
    }

    private static Participant Of(MailboxAddress mailbox, ParticipantRole role) =>
        new((mailbox.Address ?? "").Trim().ToLowerInvariant(), Unquote(mailbox.Name ?? ""), role);

    private static string Unquote(string name)
    {
        name = name.Trim().Trim('"', '\'').Trim();
        return name.Length > 256 ? name[..256] : name;
    }
}
