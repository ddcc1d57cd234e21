using Postvakt.Memory;

namespace Postvakt.Storage.Sqlite;

/// <summary>Answers questions with point reads on prepared statements, about 30 to 100 for one mail.</summary>
internal sealed class MemoryReader(MemoryFile file, PersonTable people, DomainTable domains, PrintTable prints, MemoryOptions options) : IDisposable
{
    /// <summary>Messages that may hold a print before it counts as boilerplate that tells nothing.</summary>
    private const int Boilerplate = 8;
    private const int MaxParticipants = 60;
    private const int MaxCandidates = 8;
    private const int MaxSignals = 40;

    private readonly Statement _messageByKey = file.Prepare("SELECT id,conversation,author,at,standing FROM message WHERE key=?1 LIMIT 1");
    private readonly Statement _messageById = file.Prepare("SELECT id,conversation,author,at,standing,prints FROM message WHERE id=?1");
    private readonly Statement _subject = file.Prepare("SELECT id FROM conversation WHERE subject=?1 ORDER BY id DESC LIMIT 8");
    private readonly Statement _conversation = file.Prepare("SELECT subject,first,last,messages,replies FROM conversation WHERE id=?1");
    private readonly Statement _participants = file.Prepare("SELECT person,wrote FROM participant WHERE conversation=?1 LIMIT 60");
    private readonly Statement _person = file.Prepare("SELECT messages,first,last FROM person WHERE id=?1");
    private readonly Statement _names = file.Prepare("SELECT person,messages,last FROM name WHERE key=?1 AND messages>0 LIMIT 20");
    private readonly Statement _habits = file.Prepare("SELECT kind,value,messages,last FROM habit WHERE person=?1 AND messages>0 LIMIT 400");
    private readonly Statement _pair = file.Prepare("SELECT messages FROM pair WHERE sender=?1 AND recipient=?2");
    private readonly Statement _host = file.Prepare("SELECT first,person,messages,people FROM host WHERE name=?1 AND messages>0");
    private readonly Statement _signal = file.Prepare("SELECT message,at,conversation,person FROM signal WHERE key=?1 AND at>=?2 AND at<=?3 ORDER BY at DESC LIMIT 40");
    private readonly Statement _label = file.Prepare("SELECT label FROM label WHERE message=?1");
    private readonly Statement _timeline = file.Prepare("SELECT id,conversation,author,at,standing FROM message WHERE conversation=?1 AND standing<4 ORDER BY id DESC LIMIT 200");

    public IReadOnlyList<(string Domain, int Messages)> Domains => domains.Top;

    public Recollection Recall(Question question)
    {
        var referenced = 0L;
        var parents = new List<KnownMessage>(2);
        foreach (var key in question.Parents)
        {
            if (ByKey(key) is not { } known) continue;
            if (known.Standing == Standing.Referenced) referenced = referenced == 0 ? known.Conversation : referenced;
            else parents.Add(known);
        }
        var self = question.Id == 0 ? null : ByKey(question.Id);
        if (self is { Standing: Standing.Referenced } named)
        {
            referenced = named.Conversation;
            self = null;
        }
        var quotes = question.Quotes.Count == 0 ? [] : new QuoteMatch[question.Quotes.Count];
        for (var i = 0; i < quotes.Length; i++) quotes[i] = Match(question.Quotes[i]);

        var author = people.Find(question.Author);
        return new Recollection
        {
            Depth = new MemoryDepth(domains.Trusted, domains.Oldest == 0 ? 0 : Math.Max(0, (question.At - domains.Oldest) / 86400.0)),
            Self = self,
            Parents = parents,
            Quotes = quotes,
            Conversations = Candidates(question, parents, quotes, referenced),
            ReferencedConversation = referenced,
            Author = Person(author, question.Author),
            DomainMessages = domains.Messages(DomainOf(question.Author)),
            Habits = Habits(author),
            Common = HabitsOf(0),
            SameName = SameName(question.AuthorName, author),
            Relations = Relations(author, question.Recipients),
            Hosts = Hosts(question.Hosts.Concat(question.QuotedHosts)),
            Signals = Signals(question),
        };
    }

    public IReadOnlyDictionary<long, string> Labels(IReadOnlyCollection<long> messages)
    {
        var labels = new Dictionary<long, string>();
        foreach (var message in messages)
        {
            if (_label.Bind(1, message).Step()) labels[message] = _label.Text(0);
            _label.Reset();
        }
        return labels;
    }

    public IReadOnlyList<KnownMessage> Timeline(long conversation)
    {
        var messages = new List<KnownMessage>();
        _timeline.Bind(1, conversation);
        while (_timeline.Step()) messages.Add(Row(_timeline));
        _timeline.Reset();
        messages.Reverse();
        return messages;
    }

    public KnownConversation? ConversationOf(long message)
    {
        var conversation = _messageById.Bind(1, message).Step() ? _messageById.Int64(1) : 0;
        _messageById.Reset();
        return conversation == 0 ? null : Conversation(conversation);
    }

    public string AddressOf(long person) => people.AddressOf(person);

    internal static string DomainOf(string address) => address.LastIndexOf('@') is var at and >= 0 ? address[(at + 1)..] : "";

    private KnownMessage? ByKey(long key)
    {
        KnownMessage? found = _messageByKey.Bind(1, key).Step() ? Row(_messageByKey) : null;
        _messageByKey.Reset();
        return found;
    }

    private static KnownMessage Row(Statement row) => new(row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3), (Standing)row.Int32(4));

    private QuoteMatch Match(long[] quote)
    {
        if (quote.Length == 0) return default;
        var hits = new Dictionary<long, int>();
        Span<long> holders = stackalloc long[Boilerplate + 1];
        var known = 0;
        var asked = quote.Length;
        foreach (var print in quote)
        {
            var count = prints.Find(print, holders);
            if (count > Boilerplate) asked--;
            if (count is 0 or > Boilerplate) continue;
            known++;
            foreach (var holder in holders[..count]) hits[holder] = hits.GetValueOrDefault(holder) + 1;
        }
        if (hits.Count == 0) return new QuoteMatch(asked, 0, 0, 0, null, "");
        // The message that holds most of it; among equals the oldest, which wrote it first.
        var (best, most) = hits.MaxBy(h => (h.Value, -h.Key));
        KnownMessage? message = null;
        var held = 0;
        if (_messageById.Bind(1, best).Step()) (message, held) = (Row(_messageById), _messageById.Int32(5));
        _messageById.Reset();
        return new QuoteMatch(asked, known, most, held, message, message is { } m ? people.AddressOf(m.Author) : "");
    }

    private List<KnownConversation> Candidates(Question question, List<KnownMessage> parents, QuoteMatch[] quotes, long referenced)
    {
        var ids = new List<long>(4);
        void Add(long id)
        {
            if (id != 0 && ids.Count < MaxCandidates && !ids.Contains(id)) ids.Add(id);
        }

        foreach (var parent in parents) Add(parent.Conversation);
        foreach (var quote in quotes) Add(quote.Best?.Conversation ?? 0);
        Add(referenced);
        if (question.Subject != 0)
        {
            _subject.Bind(1, question.Subject);
            while (_subject.Step()) Add(_subject.Int64(0));
            _subject.Reset();
        }
        return [.. ids.Select(Conversation).OfType<KnownConversation>()];
    }

    private KnownConversation? Conversation(long id)
    {
        if (!_conversation.Bind(1, id).Step())
        {
            _conversation.Reset();
            return null;
        }
        var (subject, first, last, messages, replies) =
            (_conversation.Int64(0), _conversation.Int64(1), _conversation.Int64(2), _conversation.Int32(3), _conversation.Int32(4));
        _conversation.Reset();
        var rows = new List<(long Person, int Wrote)>();
        _participants.Bind(1, id);
        while (rows.Count < MaxParticipants && _participants.Step()) rows.Add((_participants.Int64(0), _participants.Int32(1)));
        _participants.Reset();
        return new KnownConversation(id, subject, first, last, messages, replies,
            [.. rows.Select(r => new KnownParticipant(r.Person, people.AddressOf(r.Person), r.Wrote))]);
    }

    private KnownPerson? Person(long id, string address)
    {
        if (id == 0) return null;
        var person = _person.Bind(1, id).Step() ? new KnownPerson(id, address, _person.Int32(0), _person.Int64(1), _person.Int64(2)) : null;
        _person.Reset();
        return person;
    }

    private List<Habit> Habits(long person)
    {
        return person == 0 ? [] : HabitsOf(person);
    }

    private List<Habit> HabitsOf(long person)
    {
        var habits = new List<Habit>();
        _habits.Bind(1, person);
        while (_habits.Step()) habits.Add(new Habit((HabitKind)_habits.Int32(0), _habits.Int64(1), _habits.Int32(2), _habits.Int64(3)));
        _habits.Reset();
        return habits;
    }

    private List<KnownPerson> SameName(long name, long author)
    {
        var others = new List<KnownPerson>();
        if (name == 0) return others;
        _names.Bind(1, name);
        while (_names.Step())
        {
            var person = _names.Int64(0);
            if (person != author) others.Add(new KnownPerson(person, people.AddressOf(person), _names.Int32(1), 0, _names.Int64(2)));
        }
        _names.Reset();
        return others;
    }

    private Relation[] Relations(long author, IReadOnlyList<string> recipients)
    {
        var relations = new Relation[recipients.Count];
        if (author == 0) return relations;
        for (var i = 0; i < relations.Length; i++)
        {
            var recipient = people.Find(recipients[i]);
            if (recipient != 0) relations[i] = new Relation(Pair(author, recipient), Pair(recipient, author));
        }
        return relations;
    }

    private int Pair(long sender, long recipient)
    {
        var messages = _pair.Bind(1, sender).Bind(2, recipient).Step() ? _pair.Int32(0) : 0;
        _pair.Reset();
        return messages;
    }

    private Dictionary<string, KnownHost> Hosts(IEnumerable<string> names)
    {
        var hosts = new Dictionary<string, KnownHost>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (_host.Bind(1, name).Step()) hosts[name] = new KnownHost(name, _host.Int64(0), _host.Int64(1), _host.Int32(2), _host.Int32(3));
            _host.Reset();
        }
        return hosts;
    }

    private IReadOnlyList<SignalHit>[] Signals(Question question)
    {
        var since = question.At - (long)options.SignalWindow.TotalSeconds;
        var all = new IReadOnlyList<SignalHit>[question.Signals.Count];
        for (var i = 0; i < all.Length; i++)
        {
            var hits = new List<SignalHit>();
            _signal.Bind(1, question.Signals[i]).Bind(2, since).Bind(3, question.At + 3600);
            while (hits.Count < MaxSignals && _signal.Step()) hits.Add(new SignalHit(_signal.Int64(0), _signal.Int64(1), _signal.Int64(2), _signal.Int64(3)));
            _signal.Reset();
            hits.Reverse();
            all[i] = hits;
        }
        return all;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_messageByKey, _messageById, _subject, _conversation, _participants, _person, _names, _habits,
            _pair, _host, _signal, _label, _timeline]) statement.Dispose();
    }
}
