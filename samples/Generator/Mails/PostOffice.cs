using MimeKit;
using Postvakt.Samples.Cast;
using Postvakt.Samples.Scripts;

namespace Postvakt.Samples.Mails;

/// <summary>Sends the entries in their order of time and knows what has been said in each conversation.</summary>
internal sealed class PostOffice(CastList cast)
{
    private readonly List<Mail> sent = [];
    private readonly Dictionary<string, List<Mail>> conversations = [];

    public IReadOnlyList<Mail> Sent => sent;

    public void Send(Entry entry)
    {
        var chance = new Chance($"{entry.Script}/{entry.Number}");
        var author = cast[entry.Who];
        var address = entry.Option("as");
        var desk = address is not null && !address.Contains('@', StringComparison.Ordinal) ? cast[address] : author;
        var stranger = address is not null && address.Contains('@', StringComparison.Ordinal) ? address : null;
        var program = Program(entry, desk, stranger);
        var parent = Parent(entry);
        var date = Clock.FromStockholm(entry.When, desk.Zone).AddSeconds(chance.Number(2, 57));
        var (to, cc) = Recipients(entry, author, parent);
        var from = entry.Has("via")
            ? new MailboxAddress($"{desk.Name} via Furniture Logistics Forum", "talk@lists.furniturelogistics.example")
            : new MailboxAddress(desk.Name, stranger ?? desk.Address);
        var mail = new Mail
        {
            Entry = entry,
            Author = desk,
            Program = program,
            Parent = parent,
            From = from,
            To = to,
            Cc = cc,
            Date = date,
            Subject = Subject(entry, desk, program, parent),
            MessageId = MessageIds.Create(desk, from.Address, program, date, chance),
        };
        mail.ThreadIndex = MessageIds.ThreadIndex(entry.Has("noids") ? null : parent, date, chance);
        BodyWriter.Write(mail, !Past(entry).Any(before => before.Author.Id == desk.Id && !before.IsHijack));
        Keep(mail);
    }

    private void Keep(Mail mail)
    {
        if (!conversations.TryGetValue(mail.Entry.Conversation, out var mails))
        {
            conversations[mail.Entry.Conversation] = mails = [];
        }

        mails.Add(mail);
        if (!mail.IsUnsent)
        {
            mail.Bytes = MessageWriter.Write(mail);
            sent.Add(mail);
        }
    }

    private List<Mail> Past(Entry entry) => conversations.GetValueOrDefault(entry.Conversation) ?? [];

    // People answer the last genuine mail of the conversation; so does the thief who stole it.
    private Mail? Parent(Entry entry) =>
        entry.Option("re") == "none" ? null : Past(entry).LastOrDefault(mail => !mail.IsHijack && !mail.Entry.Has("auto"));

    private static MailProgram Program(Entry entry, Person desk, string? stranger) => MailProgram.Named(
        entry.Has("via") ? "list"
        : stranger is not null && !entry.Option("hijack")!.StartsWith('F') ? "hacked"
        : stranger is not null && desk.Firm.IsOwn ? "outlook-smtp"
        : desk.Program);

    private static string Subject(Entry entry, Person desk, MailProgram program, Mail? parent) =>
        entry.Option("prefix") is { } prefix ? $"{prefix} {Quotation.Bare(parent!.Subject)}"
        : entry.Has("auto") ? $"{(desk.Language switch { "fr" => "Réponse automatique", "de" => "Automatische Antwort", _ => "Automatic reply" })}: {Quotation.Bare(parent!.Subject)}"
        : parent is null ? entry.Subject
        : desk.IsSystem ? parent.Subject
        : Quotation.Subject(parent, desk, program, entry.Has("forward"));

    private (IReadOnlyList<Person> To, IReadOnlyList<Person> Cc) Recipients(Entry entry, Person author, Mail? parent)
    {
        if (entry.To is not null)
        {
            return ([.. entry.To.Select(id => cast[id])], [.. (entry.Cc ?? []).Select(id => cast[id])]);
        }

        var asked = parent ?? throw new InvalidDataException($"{entry.Script}: mail {entry.Number + 1} needs recipients");
        if (asked.Author.Id == author.Id)
        {
            return (asked.To, asked.Cc);
        }

        Person[] to = [cast[asked.Entry.Who], .. asked.To.Where(one => one.Id != author.Id && one.Id != asked.Author.Id)];
        return (to, [.. asked.Cc.Where(one => one.Id != author.Id && to.All(other => other.Id != one.Id))]);
    }
}
