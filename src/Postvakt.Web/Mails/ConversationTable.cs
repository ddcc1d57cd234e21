using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Conversations;
using Postvakt.Memory;
using Postvakt.Web.Held;
using Postvakt.Web.Pictures;

namespace Postvakt.Web.Mails;

/// <summary>The table of a conversation: who wrote when, and what was thought of it.</summary>
internal static class ConversationTable
{
    public const string Name = "conversation";

    public static readonly PictureSource Source = new(Name, new Need(Role.Analyst, Scope.HeldRead), ask =>
    {
        if (ask.Ledger.FindRecord(ask.Id) is not { } record || MailSight.ConversationOf(ask.Ledger, record) is not { } conversation) return null;
        Looks.Note(ask.Ledger, ask.Actor, Looks.Mail, ask.Id, ask.Now);
        return Of(conversation, key => ask.Say(key), (key, value) => ask.Say(key, [value]));
    });

    public static PictureTable Of(SeenConversation conversation, Func<string, string> say, Func<string, string, string> sayOf) => new(
        [new(say("UiLaneWhen"), ColumnKind.Time), new(say("UiLaneWho")), new(say("UiLaneWhat"))],
        [.. conversation.Mails.Select(m => (IReadOnlyList<string>)[PictureTable.Time(m.At), LaneName(conversation.Lanes[m.Lane], say, sayOf), say(What(m))])]);

    public static string LaneName(SeenLane lane, Func<string, string> say, Func<string, string, string> sayOf) =>
        lane.Others > 0 ? sayOf("UiLaneOthers", PictureTable.Number(lane.Others)) : lane.Address.Length > 0 ? Shown.Line(lane.Address, 80) : say("UiLaneUnknown");

    private static string What(SeenMail mail) => mail.IsThis ? "UiLaneThis" : mail.Standing switch { Standing.Bad => "UiLaneBad", Standing.Seen => "UiLaneDoubtful", _ => "UiLaneMail" };
}
