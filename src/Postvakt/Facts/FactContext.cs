using Postvakt.Conversations;
using Postvakt.Directories;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;

namespace Postvakt.Facts;

/// <summary>One mail beside what is known: the input of all fact readers.</summary>
internal sealed class FactContext(
    MessageProfile profile, Recollection known, ConversationMatch match, JudgeOptions options, CorrespondentDomains domains, DirectorySnapshot directory, DirectoryNames names)
{
    /// <summary>Quoted texts of fewer prints say too little to call them unknown.</summary>
    private const int TellingQuote = 3;

    public MessageProfile Profile => profile;
    public Message Message => profile.Message;
    public Recollection Known => known;
    public KnownConversation? Conversation => match.Conversation;
    public ConversationLink Link => match.Link;
    public JudgeOptions Options => options;
    /// <summary>The usual correspondents' domains, prepared for comparison.</summary>
    public IReadOnlyList<(string Domain, Messages.Links.DomainLook Look)> Correspondents => domains.Usual;

    public bool IsCorrespondent(string domain) => domains.Contains(domain);

    /// <summary>Mail enough came from this registrable domain that somebody may want to look like it.</summary>
    public bool IsWellKnown(string registrable) => domains.IsWellKnown(registrable);

    /// <summary>The Directory says that it is another address of the sender, or of a mailbox that he reads or is.</summary>
    public bool IsAuthors(string address) => directory.IsSamePerson(address, Message.From.Address);

    /// <summary>The Directory names whoever has this domain: it is its own, and imitates none.</summary>
    public bool IsPartner(string domain) => directory.PartnerOf(domain) is not null;

    /// <summary>The only person of the Directory who has the sender's name, where the address is not that person's; else null.</summary>
    /// <param name="name">As <see cref="PersonNames.Normalize"/> writes it.</param>
    public Person? Namesake(string name) =>
        directory.People.Count > 0 && names.OnlyOne(directory, name) is { } person && !person.Addresses.Contains(Message.From.Address, StringComparer.OrdinalIgnoreCase) && !IsAuthors(person.Address) ? person : null;

    /// <summary>Weight of findings that rest on absence: Memory may be too young to know.</summary>
    public double Depth { get; } = known.Depth.Weight;

    public bool AuthorKnown => known.Author is { Messages: > 0 };

    /// <summary>The author wrote before, under the name of a participant who uses another address: a private or second address that is known here.</summary>
    public bool IsSecondAddress => AuthorKnown && match.Conversation is { } conversation && known.SameName.Any(p => conversation.Has(p.Address));

    /// <summary>Quotes long enough to be recognised, with the quoted message each belongs to.</summary>
    public IEnumerable<(QuotedMessage Quote, QuoteMatch Match)> TellingQuotes
    {
        get
        {
            var quotes = MessageProfile.QuotesOf(Message);
            for (var i = 0; i < known.Quotes.Count && i < quotes.Count; i++)
            {
                if (known.Quotes[i].Asked >= TellingQuote) yield return (quotes[i], known.Quotes[i]);
            }
        }
    }

    public bool QuoteRecognised { get; } = known.Quotes.Any(ConversationMatcher.IsRecognised);

    public IEnumerable<Habit> HabitsOf(HabitKind kind) => known.Habits.Where(h => h.Kind == kind);

    /// <summary>True when the author is known well enough for a habit to mean something, has habits of this kind, and none is this one.</summary>
    public bool BreaksHabit(HabitKind kind)
    {
        if (known.Author is not { Messages: >= 4 }) return false;
        var values = profile.Habits.Where(h => h.Kind == kind).Select(h => h.Value).ToArray();
        if (values.Length == 0) return false;
        var any = false;
        foreach (var habit in HabitsOf(kind))
        {
            any = true;
            if (values.Contains(habit.Value)) return false;
        }
        return any;
    }
}
