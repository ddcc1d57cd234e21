using Postvakt.Memory;

namespace Postvakt.Conversations;

/// <summary>A conversation around one mail as it was seen here: who wrote when. Memory keeps no more of it, and nothing is read from any mail for it.</summary>
/// <param name="Lanes">Who wrote or read, in the order they came in; the author of the mail last.</param>
/// <param name="Mails">In order of time, the mail itself among them.</param>
/// <param name="Known">Mails of the conversation that there are, drawn or not, without this one.</param>
public sealed record SeenConversation(IReadOnlyList<SeenLane> Lanes, IReadOnlyList<SeenMail> Mails, int Known)
{
    /// <summary>Mails that are shown. 40: more does not fit a page that somebody reads in a hurry.</summary>
    private const int MaxMails = 40;

    /// <summary>Of them, those that came later.</summary>
    private const int MaxLater = 10;

    private const int MaxLanes = 12;

    /// <summary>The author of the mail has no part in the conversation but this mail.</summary>
    public bool IsForeign => Lanes[^1].IsForeign;

    /// <summary>Null where nothing is known of a conversation but this mail.</summary>
    /// <param name="row">The mail's row in Memory.</param>
    /// <param name="author">Its author's address.</param>
    /// <param name="at">When it came; used where Memory has dropped the row's time.</param>
    public static SeenConversation? Of(IMemory memory, long row, string author, DateTimeOffset at)
    {
        if (memory.ConversationOf(row) is not { } conversation) return null;
        var all = memory.Timeline(conversation.Id).OrderBy(m => m.At).ThenBy(m => m.Id).ToList();
        var place = all.FindIndex(m => m.Id == row);
        var self = place >= 0 ? all[place] : new KnownMessage(row, conversation.Id, 0, at.ToUnixTimeSeconds(), Standing.Seen);
        if (place < 0)
        {
            place = all.TakeWhile(m => m.At <= self.At).Count();
            all.Insert(place, self);
        }
        if (all.Count < 2) return null;
        var end = Math.Min(all.Count, place + 1 + MaxLater);
        var shown = all[Math.Max(0, end - MaxMails)..end];
        var addresses = shown.ToDictionary(m => m.Id, m => m.Id == row ? author : memory.AddressOf(m.Author));
        var others = shown.Where(m => m.Id != row).Select(m => addresses[m.Id]).Concat(conversation.Participants.OrderByDescending(p => p.Wrote).Select(p => p.Address)).Where(a => !IsSame(a, author)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var own = Math.Min(others.Count, MaxLanes - 1);
        bool IsPart(string address) => conversation.Participants.Any(p => IsSame(p.Address, address));
        int Wrote(string address) => conversation.Participants.FirstOrDefault(p => IsSame(p.Address, address)).Wrote;
        return new SeenConversation(
            [.. others.Take(own).Select((a, i) => i == MaxLanes - 2 && others.Count > own ? new SeenLane("", 0, false) { Others = others.Count - own + 1 } : new SeenLane(a, Wrote(a), !IsPart(a))), new SeenLane(author, Wrote(author), !IsPart(author))],
            [.. shown.Select(m => new SeenMail(IsSame(addresses[m.Id], author) ? own : Math.Min(others.FindIndex(o => IsSame(o, addresses[m.Id])), own - 1), DateTimeOffset.FromUnixTimeSeconds(m.At), m.Standing, m.Id == row))],
            all.Count - 1);
    }

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
