namespace Postvakt.Memory;

/// <summary>What Memory knows about one mail's question. Read-only facts about the past.</summary>
public sealed class Recollection
{
    public required MemoryDepth Depth { get; init; }

    /// <summary>The same Message-ID seen before, or null.</summary>
    public KnownMessage? Self { get; init; }

    /// <summary>Known messages among the claimed parents, nearest first, referenced-only ones left out.</summary>
    public IReadOnlyList<KnownMessage> Parents { get; init; } = [];

    /// <summary>For each quote of the question, what is known of its text.</summary>
    public IReadOnlyList<QuoteMatch> Quotes { get; init; } = [];

    /// <summary>Conversations found by parents, quotes or subject, with their participants.</summary>
    public IReadOnlyList<KnownConversation> Conversations { get; init; } = [];

    /// <summary>Conversation of messages that were only referenced so far, or 0.</summary>
    public long ReferencedConversation { get; init; }

    /// <summary>The author, or null when never seen.</summary>
    public KnownPerson? Author { get; init; }

    /// <summary>Trusted messages from the author's domain.</summary>
    public int DomainMessages { get; init; }

    /// <summary>Trusted habits of the author.</summary>
    public IReadOnlyList<Habit> Habits { get; init; } = [];

    /// <summary>Others, by address, who trustedly write under the author's display name.</summary>
    public IReadOnlyList<KnownPerson> SameName { get; init; } = [];

    /// <summary>Times the author wrote to each recipient and back, in the order of the question.</summary>
    public IReadOnlyList<Relation> Relations { get; init; } = [];

    /// <summary>Trusted hosts among those asked; absent means never trusted.</summary>
    public IReadOnlyDictionary<string, KnownHost> Hosts { get; init; } = new Dictionary<string, KnownHost>();

    /// <summary>Messages of the signal window that carry a mark of the question, oldest first, per mark in the order of the question.</summary>
    public IReadOnlyList<IReadOnlyList<SignalHit>> Signals { get; init; } = [];

    /// <summary>Trusted habits of everybody together (kinds of attachment).</summary>
    public IReadOnlyList<Habit> Common { get; init; } = [];

    /// <summary>How often everybody together did this.</summary>
    public int Here(HabitKind kind, long value) => Common.FirstOrDefault(h => h.Kind == kind && h.Value == value).Messages;

    public KnownConversation? Conversation(long id) => Conversations.FirstOrDefault(c => c.Id == id);
}

/// <summary>How much there is to remember by: findings that rest on absence weigh less when it is shallow.</summary>
/// <param name="Messages">Trusted messages in Memory.</param>
/// <param name="Days">Days between the oldest trusted message and now.</param>
public readonly record struct MemoryDepth(long Messages, double Days)
{
    /// <summary>0 for an empty Memory, 0.5 at 50 messages, 0.95 at a thousand.</summary>
    public double Weight => Messages / (Messages + 50.0);

    /// <summary>0 for an empty Memory, 0.5 at 500 messages, 0.95 at ten thousand: for what is first seen late even where it is usual, as large sites are.</summary>
    public double WeightForRare => Messages / (Messages + 500.0);
}

public readonly record struct KnownMessage(long Id, long Conversation, long Author, long At, Standing Standing);

/// <param name="Asked">Prints asked for.</param>
/// <param name="Known">Prints found anywhere, boilerplate left out.</param>
/// <param name="Hits">Prints found in <paramref name="Best"/>.</param>
/// <param name="Held">Prints that <paramref name="Best"/> has in all.</param>
/// <param name="Best">The message that holds most of them, or null.</param>
public readonly record struct QuoteMatch(int Asked, int Known, int Hits, int Held, KnownMessage? Best, string BestAuthor)
{
    /// <summary>
    /// How much of one is in the other, 0..1, the larger way round: a quote may be cut, and it may hold a signature that was not kept. Low only
    /// when something else stands in the place of what was written.
    /// </summary>
    public double Agreement => Math.Max(Asked == 0 ? 0 : (double)Hits / Asked, Held == 0 ? 0 : (double)Hits / Held);
}

/// <param name="Person">Row of the person.</param>
/// <param name="Wrote">Messages written in this conversation.</param>
public readonly record struct KnownParticipant(long Person, string Address, int Wrote);

/// <param name="First">Seconds since 1970.</param>
/// <param name="Replies">Most reply prefixes any of its subjects had.</param>
public sealed record KnownConversation(long Id, long Subject, long First, long Last, int Messages, int Replies, IReadOnlyList<KnownParticipant> Participants)
{
    public bool Has(string address) => Participants.Any(p => p.Address == address);
}

/// <param name="Messages">Trusted messages written.</param>
public sealed record KnownPerson(long Id, string Address, int Messages, long First, long Last);

public readonly record struct Habit(HabitKind Kind, long Value, int Messages, long Last);

/// <param name="Sent">Messages of the author to this recipient.</param>
/// <param name="Received">Messages of this recipient to the author.</param>
public readonly record struct Relation(int Sent, int Received);

/// <param name="Person">Who linked it first.</param>
/// <param name="People">Different authors who linked it.</param>
public sealed record KnownHost(string Name, long First, long Person, int Messages, int People);

public readonly record struct SignalHit(long Message, long At, long Conversation, long Person);
