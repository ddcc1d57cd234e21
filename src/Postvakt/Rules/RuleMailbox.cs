using Postvakt.Directories;
using Postvakt.Messages;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>The box that a mail was for: the first of ours that the transfer named, and who the Directory says it is.</summary>
internal static class RuleMailbox
{
    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        fields["Message.mailbox"] = MqlValue.Of;
        Of("email", (a, _) => MqlValue.Of(new Participant(a, "", ParticipantRole.To)));
        Of("display_name", (_, p) => p is null ? MqlValue.Missing("Message.mailbox.display_name") : MessageModel.Text(p.Name));
        Of("first_name", (_, p) => p is null ? MqlValue.Missing("Message.mailbox.first_name") : MessageModel.Text(Names(p.Name).First));
        Of("last_name", (_, p) => p is null ? MqlValue.Missing("Message.mailbox.last_name") : MessageModel.Text(Names(p.Name).Last));

        void Of(string name, Func<string, Person?, MqlValue> read) => fields["Message.mailbox." + name] = owner =>
            owner is RuleMail mail && Address(mail) is { } address ? read(address, mail.Directory.PersonOf(address)) : MqlValue.Missing("Message.mailbox");
    }

    /// <summary>Null where nothing tells: To and Cc are what the sender wrote.</summary>
    private static string? Address(RuleMail mail) =>
        mail.Message.Envelope.Recipients.FirstOrDefault(a => mail.IsOurs(a[(a.LastIndexOf('@') + 1)..])) ?? mail.Message.Envelope.Recipients.FirstOrDefault();

    /// <summary>"Anna Berg", "Berg, Anna".</summary>
    private static (string First, string Last) Names(string name)
    {
        if (name.IndexOf(',', StringComparison.Ordinal) is var comma and > 0) return (name[(comma + 1)..].Trim(), name[..comma].Trim());
        return name.LastIndexOf(' ') is var blank and > 0 ? (name[..blank].Trim(), name[(blank + 1)..]) : (name, "");
    }
}
