using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>The author of a mail as Memory knew him before it, by address.</summary>
internal static class RuleCorrespondent
{
    private const double Day = 86_400;

    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        fields["Message.correspondent"] = MqlValue.Of;
        Known("known", (_, h) => MqlValue.Of(h.Messages > 0));
        Known("messages", (_, h) => MqlValue.Of((long)h.Messages));
        Known("domain_messages", (_, h) => MqlValue.Of((long)h.DomainMessages));
        Known("days_known", (_, h) => h.Messages == 0 ? MqlValue.Null : MqlValue.Of(h.Since(h.First) / Day));
        Known("days_silent", (_, h) => h.Messages == 0 ? MqlValue.Null : MqlValue.Of(h.Since(h.Last) / Day));
        Known("written_to", (_, h) => h.IsWrittenTo is { } written ? MqlValue.Of(written) : MqlValue.Missing("correspondent.written_to"));
        Known("takes_part", (m, _) => m.Match?.Conversation is { } conversation ? MqlValue.Of(conversation.Has(m.Message.From.Address)) : MqlValue.Null);
        fields["Message.correspondent.is_ours"] = owner => owner is RuleMail { OrgDomains.Count: > 0 } mail ? MqlValue.Of(mail.IsOurs(mail.Message.From.Domain)) : MqlValue.Missing("organisation.domains");

        void Known(string name, Func<RuleMail, SenderHistory, MqlValue> read) =>
            fields["Message.correspondent." + name] = owner => owner is RuleMail { History: { } history } mail ? read(mail, history) : MqlValue.Missing("correspondent");
    }
}
