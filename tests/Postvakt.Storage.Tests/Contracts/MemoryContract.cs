using Postvakt.Memory;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>What every store must remember, and forget.</summary>
public abstract class MemoryContract(StoreBed bed) : StoreContract(bed)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private IMemory Memory => Store.Memory;

    [Fact]
    public void Empty_AnswersWithNothing()
    {
        var known = Memory.Recall(Ask(id: 1, parents: [2], subject: 3, quotes: [[4], []], author: "a@x.example", name: 5, recipients: ["b@x.example"], hosts: ["h.example"], signals: [6]));
        Assert.Equal(default, known.Depth);
        Assert.Null(known.Self);
        Assert.Null(known.Author);
        Assert.Empty(known.Parents);
        Assert.Equal([new QuoteMatch(1, 0, 0, 0, null, ""), default], known.Quotes);
        Assert.Empty(known.Conversations);
        Assert.Equal(default, Assert.Single(known.Relations));
        Assert.Empty(Assert.Single(known.Signals));
        Assert.Empty(Memory.Domains);
        Assert.Empty(Memory.Timeline(1));
        Assert.Empty(Memory.Labels([1]));
        Assert.Equal("", Memory.AddressOf(1));
    }

    [Fact]
    public void Ids_AreKnownAsSelfAndAsParents()
    {
        var first = Memory.Remember(Live(Ask(id: 11, author: "a@x.example")));
        var conversation = Memory.Recall(Ask(parents: [11])).Parents[0].Conversation;
        var second = Memory.Remember(Live(Ask(Hour, id: 12, author: "b@x.example"), Standing.Seen, conversation));
        var known = Memory.Recall(Ask(2 * Hour, id: 12, parents: [99, 12, 11]));
        Assert.Equal((second, conversation, Standing.Seen), (known.Self!.Value.Id, known.Self.Value.Conversation, known.Self.Value.Standing));
        Assert.Equal([second, first], known.Parents.Select(p => p.Id));
        Assert.Equal("b@x.example", Memory.AddressOf(known.Self.Value.Author));
    }

    [Fact]
    public void SameId_RememberedTwice_StaysAsItWas()
    {
        var row = Memory.Remember(Live(Ask(id: 11, author: "a@x.example"), Standing.Seen));
        Assert.Equal(row, Memory.Remember(Live(Ask(Hour, id: 11, author: "z@x.example"))));
        Assert.Equal(Standing.Seen, Memory.Recall(Ask(id: 11)).Self!.Value.Standing);
        Assert.Null(Memory.Recall(Ask(author: "z@x.example")).Author);
    }

    [Fact]
    public void ReferencedOnly_IsNoParentButNamesTheConversation_UntilItComes()
    {
        Memory.Remember(Live(Ask(id: 12, author: "b@x.example"), referenced: [11]));
        var known = Memory.Recall(Ask(parents: [11], id: 11));
        Assert.Empty(known.Parents);
        Assert.Null(known.Self);
        var conversation = Memory.Recall(Ask(id: 12)).Self!.Value.Conversation;
        Assert.Equal(conversation, known.ReferencedConversation);
        Assert.Equal(conversation, Assert.Single(known.Conversations).Id);
        Memory.Remember(Live(Ask(Hour, id: 11, author: "a@x.example")));
        var arrived = Memory.Recall(Ask(parents: [11]));
        Assert.Equal(conversation, Assert.Single(arrived.Parents).Conversation);
        Assert.Equal(0, arrived.ReferencedConversation);
    }

    [Fact]
    public void Quotes_AreMatchedAgainstTheMessageThatHoldsMost()
    {
        var first = Memory.Remember(Live(Ask(id: 1, author: "a@x.example"), prints: [5, 3, 4, 3]));
        Memory.Remember(Live(Ask(id: 2, author: "b@x.example"), prints: [5]));
        for (var i = 0; i < 9; i++) Memory.Remember(Live(Ask(id: 100 + i, author: "c@x.example"), prints: [777]));
        var known = Memory.Recall(Ask(quotes: [[3, 4, 8, 777], [5], [777], [8, 9]])).Quotes;
        Assert.Equal((3, 2, 2, "a@x.example"), (known[0].Asked, known[0].Known, known[0].Hits, known[0].BestAuthor));
        Assert.Equal(first, known[0].Best!.Value.Id);
        Assert.Equal(4, known[0].Held);
        // Two messages hold it: the older wrote it first.
        Assert.Equal(first, known[1].Best!.Value.Id);
        Assert.Equal(new QuoteMatch(0, 0, 0, 0, null, ""), known[2]);
        Assert.Equal(new QuoteMatch(2, 0, 0, 0, null, ""), known[3]);
    }

    [Fact]
    public void Conversations_ComeByParentQuoteAndSubject_WithParticipants()
    {
        Memory.Remember(Live(Ask(id: 1, subject: 50, author: "a@x.example", recipients: ["b@x.example", "c@x.example"]), prints: [3]));
        Memory.Remember(Live(Ask(Hour, id: 2, subject: 51, author: "d@x.example"), replies: 1));
        Memory.Remember(Live(Ask(2 * Hour, id: 3, subject: 52, author: "e@x.example"), prints: [9]));
        Memory.Remember(Live(Ask(3 * Hour, id: 4, subject: 52, author: "e@x.example")));
        var ids = new[] { 1L, 2, 3, 4 }.Select(id => Memory.Recall(Ask(id: id)).Self!.Value.Conversation).ToArray();
        var known = Memory.Recall(Ask(parents: [2], subject: 52, quotes: [[3]])).Conversations;
        Assert.Equal([ids[1], ids[0], ids[3], ids[2]], known.Select(c => c.Id));
        Assert.Equal(["a@x.example", "b@x.example", "c@x.example"], known[1].Participants.Select(p => p.Address).Order());
        Assert.Equal([1, 0, 0], known[1].Participants.OrderBy(p => p.Address).Select(p => p.Wrote));
        Assert.Equal((51, 1, 1), (known[0].Subject, known[0].Messages, known[0].Replies));
    }

    [Fact]
    public void Conversation_Continued_Grows_AndBadMailDoesNotCount()
    {
        Memory.Remember(Live(Ask(id: 1, author: "a@x.example", recipients: ["b@x.example"])));
        var id = Memory.Recall(Ask(id: 1)).Self!.Value.Conversation;
        Memory.Remember(Live(Ask(Hour, id: 2, author: "b@x.example"), Standing.Quiet, id, replies: 1));
        Memory.Remember(Live(Ask(2 * Hour, id: 3, author: "thief@x.example"), Standing.Bad, id, replies: 7));
        var known = Memory.Recall(Ask(parents: [1])).Conversation(id)!;
        Assert.Equal((2, 1, (Start + Hour).ToUnixTimeSeconds()), (known.Messages, known.Replies, known.Last));
        Assert.False(known.Has("thief@x.example"));
        Assert.Equal(1, known.Participants.Single(p => p.Address == "b@x.example").Wrote);
        Assert.Equal([Standing.Trusted, Standing.Quiet, Standing.Bad], Memory.Timeline(id).Select(m => m.Standing));
        // From the thief's mail one comes to the conversation too, and is no part of it there either.
        var of = Memory.ConversationOf(Memory.Timeline(id)[2].Id)!;
        Assert.Equal((id, 2, known.Last), (of.Id, of.Messages, of.Last));
        Assert.Equal(["a@x.example", "b@x.example"], of.Participants.Select(p => p.Address).Order());
        Assert.Null(Memory.ConversationOf(999_999));
    }

    [Fact]
    public void TrustedMail_TeachesHabitsHostsNamesPairsDomains()
    {
        for (var i = 0; i < 3; i++)
        {
            Memory.Remember(Live(
                Ask(i * Hour, id: 1 + i, author: "a@x.example", name: 70, recipients: ["b@y.example"], hosts: ["h.example"]),
                habits: [(HabitKind.Client, 7), (HabitKind.Host, 40), (HabitKind.Attachment, 8)]));
        }
        Memory.Remember(Live(Ask(4 * Hour, id: 9, author: "b@y.example", recipients: ["a@x.example"], hosts: ["h.example"]), habits: [(HabitKind.Host, 40), (HabitKind.Attachment, 8)]));
        var known = Memory.Recall(Ask(5 * Hour, author: "a@x.example", name: 70, recipients: ["q@y.example", "b@y.example"], hosts: ["new.example"], quotedHosts: ["h.example"]));
        Assert.Equal((3, Start.ToUnixTimeSeconds(), (Start + 2 * Hour).ToUnixTimeSeconds()), (known.Author!.Messages, known.Author.First, known.Author.Last));
        Assert.Equal(3, known.Habits.Single(h => h.Kind == HabitKind.Client && h.Value == 7).Messages);
        Assert.Equal(4, known.Here(HabitKind.Attachment, 8));
        Assert.Equal([default, new Relation(3, 1)], known.Relations);
        var host = Assert.Single(known.Hosts).Value;
        Assert.Equal(("h.example", 4, 2, known.Author.Id), (host.Name, host.Messages, host.People, host.Person));
        Assert.Equal(3, known.DomainMessages);
        Assert.Equal(4, known.Depth.Messages);
        Assert.Equal(5 / 24.0, known.Depth.Days, 6);
        Assert.Empty(known.SameName);
        var other = Assert.Single(Memory.Recall(Ask(author: "impostor@z.example", name: 70)).SameName);
        Assert.Equal(("a@x.example", 3), (other.Address, other.Messages));
    }

    [Fact]
    public void Domains_ComeMostFrequentFirst()
    {
        for (var i = 0; i < 3; i++) Memory.Remember(Live(Ask(id: 1 + i, author: "a@x.example")));
        Memory.Remember(Live(Ask(id: 9, author: "b@y.example")));
        Store.Ledger.Commit();
        Assert.Equal([("x.example", 3), ("y.example", 1)], Reopened(m => m.Domains));
    }

    [Fact]
    public void Signals_ComeFromTheirWindow_OldestFirst()
    {
        Memory.Remember(Live(Ask(id: 1, author: "a@x.example", signals: [60]), Standing.Seen));
        var second = Memory.Remember(Live(Ask(Hour, id: 2, author: "b@x.example", signals: [60, 61]), Standing.Bad, label: "second"));
        var third = Memory.Remember(Live(Ask(48 * Hour, id: 3, author: "c@x.example", signals: [60]), Standing.Seen));
        var known = Memory.Recall(Ask(48.5 * Hour, signals: [61, 60, 62])).Signals;
        Assert.Equal([second], known[0].Select(s => s.Message));
        Assert.Equal([second, third], known[1].Select(s => s.Message));
        Assert.Empty(known[2]);
        Assert.Equal("b@x.example", Memory.AddressOf(known[0][0].Person));
        Assert.Equal([KeyValuePair.Create(second, "second")], Memory.Labels([second, third, 12345]));
    }

    [Fact]
    public void CleanMail_TeachesOnlyAfterTheQuietTime()
    {
        Memory.Remember(Live(Ask(id: 1, author: "a@x.example", hosts: ["h.example"]), Standing.Quiet, habits: [(HabitKind.Host, 4)]));
        Memory.Remember(Live(Ask(23 * Hour, id: 2, author: "b@x.example"), Standing.Quiet));
        Assert.Equal(0, Memory.Recall(Ask(23 * Hour, author: "a@x.example")).Author!.Messages);
        Memory.Remember(Live(Ask(24 * Hour, id: 3, author: "c@x.example"), Standing.Quiet));
        var known = Memory.Recall(Ask(24 * Hour, id: 1, author: "a@x.example", hosts: ["h.example"]));
        Assert.Equal((1, 1, Standing.Trusted), (known.Author!.Messages, known.Hosts.Count, known.Self!.Value.Standing));
        Assert.Equal(1, known.Depth.Messages);
        Assert.Equal(0, Memory.Recall(Ask(24 * Hour, author: "b@x.example")).Author!.Messages);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RevisedMail_TeachesNothing_WhetherAppliedOrNot(bool applied)
    {
        var row = Memory.Remember(Live(Ask(id: 1, author: "a@x.example", name: 70, recipients: ["b@x.example"], hosts: ["h.example"]), Standing.Quiet, habits: [(HabitKind.Host, 4)]));
        if (applied) Memory.Remember(Live(Ask(25 * Hour, id: 2, author: "c@x.example"), Standing.Seen));
        Memory.Revise([row], Standing.Bad);
        Memory.Remember(Live(Ask(50 * Hour, id: 3, author: "c@x.example"), Standing.Seen));
        var known = Memory.Recall(Ask(50 * Hour, id: 1, author: "a@x.example", recipients: ["b@x.example"], hosts: ["h.example"]));
        Assert.Equal((0, Standing.Bad, 0L), (known.Author!.Messages, known.Self!.Value.Standing, known.Depth.Messages));
        Assert.Empty(known.Hosts);
        Assert.Empty(known.Habits);
        Assert.Equal(default, Assert.Single(known.Relations));
        Assert.Empty(Memory.Recall(Ask(50 * Hour, name: 70)).SameName);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Standing.Seen)]
    [InlineData(Standing.Bad)]
    [InlineData(Standing.Quiet)]
    public void VouchedMail_CountsAtOnce_AndCanBeTakenBack(Standing? before)
    {
        var mail = Live(Ask(id: 1, author: "a@x.example", name: 70, recipients: ["b@x.example"], hosts: ["h.example"]), before ?? Standing.Seen, habits: [(HabitKind.Host, 4)]);
        var first = before is null ? 0 : Memory.Remember(mail);
        var row = Memory.Vouch(mail);
        if (before is not null) Assert.Equal(first, row);
        Assert.Equal(row, Memory.Vouch(mail));
        var question = Ask(2 * Hour, id: 1, author: "a@x.example", recipients: ["b@x.example"], hosts: ["h.example"]);
        var known = Memory.Recall(question);
        Assert.Equal((1, Standing.Trusted, 1L), (known.Author!.Messages, known.Self!.Value.Standing, known.Depth.Messages));
        Assert.Single(known.Hosts);
        // The quiet time of a mail that waited does not count it twice.
        Memory.Remember(Live(Ask(25 * Hour, id: 2, author: "c@x.example"), Standing.Seen));
        Assert.Equal(1, Memory.Recall(question).Author!.Messages);
        Memory.Revise([row], Standing.Seen);
        known = Memory.Recall(question);
        Assert.Equal((0, Standing.Seen, 0L), (known.Author!.Messages, known.Self!.Value.Standing, known.Depth.Messages));
        Assert.Empty(known.Hosts);
    }

    [Fact]
    public void AuthorOfRevisedMail_TakesPartNoMore_UnlessSomebodyWroteThere_AndDoesAgainWhenItCounts()
    {
        Memory.Remember(Live(Ask(id: 1, author: "a@x.example", recipients: ["b@x.example"])));
        var id = Memory.Recall(Ask(id: 1)).Self!.Value.Conversation;
        var thief = Memory.Remember(Live(Ask(Hour, id: 2, author: "thief@y.example", recipients: ["a@x.example"]), Standing.Quiet, id));
        var stolen = Memory.Remember(Live(Ask(2 * Hour, id: 3, author: "b@x.example", recipients: ["a@x.example"]), Standing.Quiet, id));
        var again = Memory.Remember(Live(Ask(3 * Hour, id: 4, author: "b@x.example", recipients: ["a@x.example"]), Standing.Quiet, id));
        Assert.Equal(["a@x.example 1", "b@x.example 2", "thief@y.example 1"], People());
        Memory.Revise([thief, stolen], Standing.Bad);
        Assert.Equal(["a@x.example 1", "b@x.example 1"], People());
        // Whom others wrote to stays, though nothing of him counts; and nothing is taken back twice.
        Memory.Revise([thief, stolen, again], Standing.Seen);
        Assert.Equal(["a@x.example 1", "b@x.example 0"], People());
        Memory.Revise([thief, stolen, again], Standing.Bad);
        Assert.Equal(["a@x.example 1", "b@x.example 0"], People());
        Memory.Revise([thief, again], Standing.Trusted);
        Memory.Revise([thief, again], Standing.Trusted);
        Assert.Equal(["a@x.example 1", "b@x.example 1", "thief@y.example 1"], People());
        Assert.Equal(Standing.Trusted, Memory.Recall(Ask(id: 2)).Self!.Value.Standing);

        IEnumerable<string> People() => Memory.Recall(Ask(4 * Hour, parents: [1])).Conversation(id)!.Participants.OrderBy(p => p.Address, StringComparer.Ordinal).Select(p => $"{p.Address} {p.Wrote}");
    }

    [Fact]
    public void VouchedMail_WithoutAnId_TeachesToo()
    {
        var mail = Live(Ask(id: 0, author: "a@x.example", hosts: ["h.example"]), Standing.Seen, habits: [(HabitKind.Host, 4)]);
        var row = Memory.Vouch(mail);
        Assert.Equal(1, Memory.Recall(Ask(2 * Hour, author: "a@x.example")).Author!.Messages);
        Memory.Revise([row], Standing.Seen);
        Assert.Equal(0, Memory.Recall(Ask(2 * Hour, author: "a@x.example")).Author!.Messages);
    }

    [Fact]
    public void Expire_ForgetsPeopleWhomNothingThatIsKeptNames()
    {
        Memory.Remember(Live(Ask(id: 1, author: "a@x.example", recipients: ["b@x.example"], hosts: ["h.example"]), Standing.Trusted, habits: [(HabitKind.Host, 4)]));
        Memory.Remember(Live(Ask(300 * Day, id: 2, author: "c@x.example", recipients: ["b@x.example"], hosts: ["h.example"]), Standing.Trusted, habits: [(HabitKind.Host, 4)]));
        var before = Store.Accounts.Account().People;
        Assert.Equal(1, Store.Accounts.Expire(Start + 401 * Day));
        Assert.Equal(before - 1, Store.Accounts.Account().People);
        Assert.Null(Store.Accounts.Export("a@x.example"));
        Assert.NotNull(Store.Accounts.Export("b@x.example"));
        // Whoever comes next is nobody's heir.
        Memory.Remember(Live(Ask(402 * Day, id: 3, author: "d@x.example")));
        Assert.Equal(0, Memory.Recall(Ask(402 * Day, author: "a@x.example")).Author?.Messages ?? 0);
        Assert.Null(Store.Accounts.Export("a@x.example"));
    }

    [Fact]
    public void Expire_DropsEachThingAfterItsTime()
    {
        Memory.Remember(Live(Ask(id: 1, subject: 50, author: "a@x.example", hosts: ["h.example"], signals: [60]), habits: [(HabitKind.Host, 4)], prints: [3], label: "one"));
        Memory.Remember(Live(Ask(300 * Day, id: 2, author: "b@x.example")));
        Assert.Equal(0, Store.Accounts.Expire(Start + 190 * Day));
        var known = Memory.Recall(Ask(190 * Day, id: 1, author: "a@x.example", hosts: ["h.example"], quotes: [[3]]));
        Assert.NotNull(known.Self);
        Assert.Equal(1, known.Quotes[0].Hits);
        Assert.Empty(known.Hosts);
        Assert.Empty(known.Habits);
        Assert.Empty(Memory.Labels([known.Self.Value.Id]));
        Assert.Equal(1, Store.Accounts.Expire(Start + 401 * Day));
        known = Memory.Recall(Ask(401 * Day, id: 1, subject: 50, quotes: [[3]]));
        Assert.Null(known.Self);
        Assert.Equal(0, known.Quotes[0].Hits);
        Assert.Empty(known.Conversations);
        Assert.NotNull(Memory.Recall(Ask(id: 2)).Self);
    }

    [Fact]
    public void Person_IsExportedAndForgotten()
    {
        var row = Memory.Remember(Live(Ask(id: 1, author: "a@x.example", name: 70, recipients: ["b@x.example"], hosts: ["h.example"], signals: [60]),
            habits: [(HabitKind.Host, 4), (HabitKind.Client, 5)], prints: [3], label: "one"));
        var account = Store.Accounts.Account();
        Assert.Equal((1, 1, 1L), (account.Messages, account.Conversations, account.Hosts));
        Assert.Equal((1L, Start.ToUnixTimeSeconds(), Start.ToUnixTimeSeconds()), (account.Prints, account.First, account.Last));
        Assert.True(account.Bytes > 0);
        var export = Store.Accounts.Export(" A@x.example")!;
        Assert.Equal((1, Start, 1L), (export.Messages, export.First, export.Conversations));
        Assert.Equal(new ExportedPair("b@x.example", 1, Start), Assert.Single(export.WroteTo));
        Assert.Equal("h.example", Assert.Single(export.HostsFirstLinked));
        Assert.Equal([new ExportedHabit("Client", 1, 1), new ExportedHabit("Host", 1, 1)], export.Habits);
        Assert.True(Store.Accounts.Forget("a@x.example"));
        Assert.False(Store.Accounts.Forget("a@x.example"));
        Assert.Null(Store.Accounts.Export("a@x.example"));
        var known = Memory.Recall(Ask(id: 1, author: "a@x.example", name: 70, quotes: [[3]], signals: [60]));
        Assert.Null(known.Self);
        Assert.Null(known.Author);
        Assert.Equal(0, known.Quotes[0].Hits);
        Assert.Empty(known.SameName);
        Assert.Empty(known.Signals[0]);
        Assert.Empty(Memory.Labels([row]));
    }

    [Fact]
    public void HostileText_IsRememberedLikeAnyOther()
    {
        string[] authors = ["nul\0@x.example", "half\ud800@x.example", new string('l', 9_000) + "@x.example", "quote'\"$1\\@x.example", "@", "a@"];
        foreach (var (i, author) in authors.Index())
        {
            var row = Memory.Remember(Live(Ask(id: 1 + i, author: author, recipients: [author, "\0"], hosts: [author]), habits: [(HabitKind.Host, 4)], label: author));
            Assert.Equal(row, Memory.Recall(Ask(id: 1 + i, author: author, hosts: [author])).Self!.Value.Id);
            Assert.Equal(1, Memory.Recall(Ask(author: author)).Author!.Messages);
        }
    }

    [Fact]
    public void Reopened_StoreRemembers()
    {
        Memory.Remember(Live(Ask(id: 1, author: "a@x.example"), Standing.Quiet));
        Store.Ledger.Commit();
        Assert.Equal(1, Reopened(memory =>
        {
            Assert.NotNull(memory.Recall(Ask(id: 1)).Self);
            memory.Remember(Live(Ask(25 * Hour, id: 2, author: "b@x.example")));
            return memory.Recall(Ask(25 * Hour, author: "a@x.example")).Author!.Messages;
        }));
    }

    private T Reopened<T>(Func<IMemory, T> read)
    {
        Store.Dispose();
        using var again = Bed.Open();
        return read(again.Memory);
    }
}
