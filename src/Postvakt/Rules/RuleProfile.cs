using Postvakt.Messages;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>
/// A sender as Memory knows him, by address or by the domain of the address, as far as the one question of the mail tells: what it does not tell is missing, not false. The mail itself does not count.
/// </summary>
internal sealed class RuleProfile
{
    /// <summary>Trusted messages without which nobody is called new: in an empty Memory everybody is.</summary>
    public const int MinDepth = 50;

    private const double Day = 86_400;
    private const string Name = "profile";

    private readonly SenderHistory _history;
    private readonly bool _ofDomain;

    private RuleProfile(SenderHistory history, bool ofDomain) => (_history, _ofDomain) = (history, ofDomain);

    public static void Bind(Dictionary<string, MqlAccessor> fields, Dictionary<string, MqlFunction> functions)
    {
        Function("profile.by_sender_email", (m, _) => Of(m, ofDomain: false));
        Function("profile.by_sender_domain", (m, _) => Of(m, ofDomain: true));
        // Who answers elsewhere is not part of the question, but where it is the sender it is.
        Function("beta.profile.by_reply_to", (m, name) => m.Of(ParticipantRole.ReplyTo).FirstOrDefault() is not { } to ? MqlValue.Null : to.Address == m.Message.From.Address ? Of(m, ofDomain: false) : MqlValue.Missing(name));

        Known("prevalence", p => p.Prevalence);
        Known("solicited", p => p.Solicited is { } solicited ? MqlValue.Of(solicited) : Missing("solicited"));
        Known("any_messages_benign", p => p.Never("any_messages_benign"));
        Known("any_false_positives", p => p.Never("any_false_positives"));
        // A domain may have others who were found out; of an address nobody saw there is nothing.
        Known("any_messages_malicious_or_spam", p => p._history.IsStranger && !p._ofDomain ? MqlValue.Of(false) : Missing("any_messages_malicious_or_spam"));
        Known("days_known", p => p._history.IsStranger && p.Messages == 0 ? MqlValue.Of(0.0) : p.IsThisAddress ? MqlValue.Of(p._history.Since(p._history.First) / Day) : Missing("days_known"));
        fields["SenderProfile.days_since"] = MqlValue.Of;
        Known("days_since.first_contact", p => p.Since(p._history.First));
        Known("days_since.last_contact", p => p.Messages == 0 ? MqlValue.Null : p.Since(p._history.Last));
        Known("days_since.last_inbound", p => p.Messages == 0 ? MqlValue.Null : p.Since(p._history.Last));
        Known("days_since.last_outbound", p => p.Solicited == false ? MqlValue.Null : Missing("days_since.last_outbound"));

        void Function(string name, Func<RuleMail, string, MqlValue> answer) => functions[name] = (message, _) => message is RuleMail { History: not null } mail ? answer(mail, name) : MqlValue.Missing(name);
        void Known(string name, Func<RuleProfile, MqlValue> read) => fields["SenderProfile." + name] = owner => owner is RuleProfile profile ? read(profile) : Missing(name);
    }

    /// <summary>By address where anybody can have one of the domain, else by domain.</summary>
    public static MqlValue BySender(RuleMail mail, Func<string, bool> isFree) => mail.History is null ? MqlValue.Missing("profile.by_sender") : Of(mail, ofDomain: !isFree(mail.Message.From.Domain));

    private static MqlValue Of(RuleMail mail, bool ofDomain) => mail.Message.From.Address.Length == 0 ? MqlValue.Null : MqlValue.Of(new RuleProfile(mail.History!, ofDomain));

    private static MqlValue Missing(string field) => MqlValue.Missing($"{Name}.{field}");

    private int Messages => _ofDomain ? _history.DomainMessages : _history.Messages;

    /// <summary>What is known of the address is all there is of the domain.</summary>
    private bool IsThisAddress => !_ofDomain || _history.DomainMessages == _history.Messages;

    private bool? Solicited => _ofDomain ? _history.IsDomainWrittenTo : _history.IsWrittenTo;

    private MqlValue Prevalence => _history.Depth < MinDepth ? Missing("prevalence") : MqlValue.Of(Messages switch { 0 => "new", < 3 => "outlier", < 10 => "rare", < 50 => "uncommon", _ => "common" });

    /// <summary>What a person says is genuine counts as a message: where there is none, nobody said so.</summary>
    private MqlValue Never(string field) => Messages == 0 ? MqlValue.Of(false) : Missing(field);

    private MqlValue Since(long at) => _history.IsStranger && Messages == 0 ? MqlValue.Null : IsThisAddress ? MqlValue.Of(_history.Since(at) / Day) : Missing("days_since");
}
