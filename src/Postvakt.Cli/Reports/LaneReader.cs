using Postvakt.Conversations;
using Postvakt.Intake;
using Postvakt.Memory;

namespace Postvakt.Cli.Reports;

/// <summary>Reads the conversation that a mail claims out of Memory and sorts it into lanes.</summary>
internal sealed class LaneReader(IMemory memory)
{
    /// <summary>More does not fit a page that somebody reads in a hurry.</summary>
    private const int MaxMessages = 40;
    private const int MaxLanes = 12;
    private const int ShownAfter = 10;

    public ConversationLanes? Read(Judgement judgement)
    {
        if (judgement.Match.Conversation is not { } conversation) return null;
        var sender = judgement.Message.From.Address;
        var known = memory.Timeline(conversation.Id).Where(m => !IsSelf(judgement, m)).OrderBy(m => m.At).ThenBy(m => m.Id).ToList();
        var place = known.FindIndex(m => m.At > judgement.Profile.At) is var later and >= 0 ? later : known.Count;
        var end = Math.Min(known.Count, place + ShownAfter);
        var drawn = known[Math.Max(0, end - MaxMessages)..end];
        place = Math.Max(0, place - Math.Max(0, end - MaxMessages));

        var people = Order(conversation, drawn, sender);
        var lanes = Lanes(judgement, conversation, people, sender);
        var marks = drawn.Select(m => new LaneMark(LaneOf(m, people, lanes.Count - 1, sender), Time(m.At), Kind(m.Standing))).ToList();
        marks.Insert(place, new LaneMark(lanes.Count - 1, Time(judgement.Profile.At), LaneMarkKind.This));
        var (claim, message) = Claim(judgement);
        var answered = drawn.FindIndex(m => m.Id == message);
        if (answered >= place) answered++;
        if (answered < 0 && claim != LaneClaim.Subject) claim = LaneClaim.Elsewhere;
        return new ConversationLanes(lanes, marks, Math.Max(known.Count, conversation.Messages), conversation.Participants.Count, claim, answered);
    }

    /// <summary>A scan that learns has remembered the mail before it is reported.</summary>
    private bool IsSelf(Judgement judgement, KnownMessage message) =>
        message.Id == judgement.Known.Self?.Id || (message.At == judgement.Profile.At && memory.AddressOf(message.Author) == judgement.Message.From.Address);

    /// <summary>Those who wrote, as they came in, then those who only read.</summary>
    private List<string> Order(KnownConversation conversation, List<KnownMessage> drawn, string sender) =>
    [
        .. drawn.Select(m => memory.AddressOf(m.Author))
            .Concat(conversation.Participants.OrderByDescending(p => p.Wrote).Select(p => p.Address))
            .Where(a => a != sender).Distinct(),
    ];

    private static List<Lane> Lanes(Judgement judgement, KnownConversation conversation, List<string> people, string sender)
    {
        var shown = people.Count > MaxLanes - 1 ? MaxLanes - 2 : people.Count;
        var lanes = people.Take(shown).Select(a => new Lane(a.Length > 0 ? a : "unknown sender", Note(conversation, a), false)).ToList();
        if (people.Count > shown) lanes.Add(new Lane($"{people.Count - shown} others", "", false));
        var member = conversation.Has(sender);
        var note = member ? Note(conversation, sender)
            : judgement.Known.Author is { Messages: > 0 } ? "known, but not in this conversation" : "never seen before, not in this conversation";
        lanes.Add(new Lane(sender.Length > 0 ? sender : "no address", note, !member));
        return lanes;
    }

    private static string Note(KnownConversation conversation, string address)
    {
        foreach (var participant in conversation.Participants)
        {
            if (participant.Address == address) return participant.Wrote > 0 ? $"wrote {participant.Wrote}" : "has only read";
        }
        return "not a participant";
    }

    private int LaneOf(KnownMessage message, List<string> people, int own, string sender)
    {
        var address = memory.AddressOf(message.Author);
        return address == sender ? own : Math.Min(people.IndexOf(address), own - 1);
    }

    private static (LaneClaim Claim, long Message) Claim(Judgement judgement)
    {
        if (judgement.Known.Parents.Count > 0) return (LaneClaim.Answers, judgement.Known.Parents[0].Id);
        foreach (var quote in judgement.Known.Quotes)
        {
            if (quote.Best is { } best && quote.Hits >= ConversationMatcher.MinQuoteHits) return (LaneClaim.Quotes, best.Id);
        }
        return (judgement.Match.Link == ConversationLink.Subject ? LaneClaim.Subject : LaneClaim.Elsewhere, 0);
    }

    private static LaneMarkKind Kind(Standing standing) => standing switch
    {
        Standing.Bad => LaneMarkKind.Bad,
        Standing.Seen => LaneMarkKind.Doubtful,
        _ => LaneMarkKind.Message,
    };

    private static DateTimeOffset Time(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
