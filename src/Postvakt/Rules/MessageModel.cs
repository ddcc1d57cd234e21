using System.Globalization;
using Postvakt.Classification;
using Postvakt.Facts;
using Postvakt.Messages;
using Postvakt.Messages.Links;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;
using Postvakt.Mql.Lists;
using Postvakt.Mql.Schema;
using Postvakt.Rules.Files;
using Postvakt.Rules.Pages;

namespace Postvakt.Rules;

/// <summary>
/// The message model of rules, read from our messages. A field that stands in no line here is missing, not empty: a rule that hangs on it is indeterminate, and says so.
/// </summary>
/// <param name="lists">By name, without the dollar sign.</param>
/// <param name="ages">When domains were registered; null: <c>network.whois</c> is missing.</param>
/// <param name="classifier">Says what texts are about; null for the one that comes with the product.</param>
public sealed class MessageModel(IReadOnlyDictionary<string, MqlList> lists, DomainAges? ages = null, ITextClassifier? classifier = null) : IMqlHost
{
    private static readonly Lazy<MqlSchema> WithConversations = new(() =>
    {
        using var text = new StreamReader(typeof(MessageModel).Assembly.GetManifestResourceStream("Postvakt.Rules.conversation.schema")!);
        return MqlSchema.Message.With("conversation.schema", text.ReadToEnd());
    });

    private static readonly Dictionary<string, MqlFunction> Functions = new(StringComparer.Ordinal)
    {
        ["strings.parse_domain"] = (_, arguments) => Object(RuleDomain.Of(arguments[0].Text!)),
        ["strings.parse_email"] = (_, arguments) => arguments[0].Text is { } text && text.Contains('@', StringComparison.Ordinal) ? Object(new Participant(text.Trim().ToLowerInvariant(), "", ParticipantRole.To)) : MqlValue.Null,
        ["strings.parse_url"] = (_, arguments) => Object(RuleUrl.Of(arguments[0].Text!)),
    };

    // Behind the functions: binding adds to them.
    private static readonly Dictionary<string, MqlAccessor> Fields = Bind();

    // Its model is read when a rule asks for it: most programs run none that does.
    private readonly Lazy<RuleTexts> _texts = new(() => new RuleTexts(classifier ?? LinearTextClassifier.Default));

    /// <summary>The public model, <c>conversation</c> and <c>correspondent</c>.</summary>
    public static MqlSchema Schema => WithConversations.Value;

    /// <summary>Whether what a rule names among its capabilities is there: a function, or a list with its dollar sign.</summary>
    public bool Has(string name) => name.StartsWith('$') ? lists.ContainsKey(name[1..]) : FunctionOf(name) is not null || RuleTexts.Has(name);

    public MqlAccessor? Field(MqlField field) => Fields.GetValueOrDefault(field.ToString()) ?? (field.Owner.Name == RuleTexts.Type || field.ToString().StartsWith(RuleTexts.Type + ".", StringComparison.Ordinal) ? _texts.Value.Field(field.ToString()) : null);

    public MqlFunction? Function(MqlSignature function) => FunctionOf(function.Name) ?? (RuleTexts.Has(function.Name) ? _texts.Value.Function(function.Name) : null);

    public MqlList? List(string name) => lists.GetValueOrDefault(name);

    private MqlFunction? FunctionOf(string name) => name switch
    {
        "network.whois" => ages is null ? null : (message, arguments) => RuleWhois.Of(ages, message, arguments[0]),
        // By address or by domain hangs on this list.
        "profile.by_sender" => lists.GetValueOrDefault("free_email_providers") is { } free ? (message, _) => RuleProfile.BySender((RuleMail)message, domain => free.Contains(message, domain, ignoreCase: true) == true) : null,
        _ => Functions.GetValueOrDefault(name),
    };

    private static Dictionary<string, MqlAccessor> Bind()
    {
        var fields = new Dictionary<string, MqlAccessor>(StringComparer.Ordinal);
        // Objects that only stand inside the message are the message itself.
        foreach (var inside in (string[])["subject", "type", "headers", "recipients", "body", "conversation"]) fields["Message." + inside] = MqlValue.Of;
        fields["Message.headers.auth_summary"] = fields["Message.headers.auth_summary.spf"] = fields["Message.headers.auth_summary.dmarc"] = fields["Message.body.current_thread"] = MqlValue.Of;

        Mail("subject.subject", m => Text(m.Message.Subject.Raw));
        Mail("subject.base", m => Text(m.Message.Subject.Base));
        Mail("subject.is_reply", m => MqlValue.Of(m.Message.Subject.Replies > 0));
        Mail("subject.is_forward", m => MqlValue.Of(m.Message.Subject.Forwards > 0));
        Mail("subject.tags", m => List(m.Message.Subject.Marks, MqlValue.Of));

        Mail("type.inbound", m => Direction(m, (from, some, _) => !from && some));
        Mail("type.internal", m => Direction(m, (from, _, all) => from && all));
        Mail("type.outbound", m => Direction(m, (from, _, all) => from && !all));

        Mail("sender", m => m.Message.From.Address.Length + m.Message.From.Name.Length > 0 ? MqlValue.Of(m.Message.From) : MqlValue.Null);
        Mail("headers.from", m => m.Message.From.Address.Length + m.Message.From.Name.Length > 0 ? MqlValue.Of(m.Message.From) : MqlValue.Null);
        Mail("headers.reply_to", m => List(m.Of(ParticipantRole.ReplyTo), MqlValue.Of));
        Mail("headers.return_path", m => Address(m.Message.ReturnPath));
        // Rules look for these two with their brackets, and for references without.
        Mail("headers.message_id", m => Id(m.Message.Id));
        Mail("headers.in_reply_to", m => m.Message.InReplyTo.Count > 0 ? Id(m.Message.InReplyTo[0]) : MqlValue.Null);
        Mail("headers.references", m => List(m.Message.References, MqlValue.Of));
        Mail("headers.mailer", m => Text(m.Message.Client));
        Mail("headers.date", m => m.Message.Date is { } date ? Text(date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)) : MqlValue.Null);
        Mail("headers.auth_summary.spf.pass", m => Passed(m.Authentication.Spf));
        Mail("headers.auth_summary.dmarc.pass", m => Passed(m.Authentication.Dmarc));
        Mail("recipients.to", m => List(m.Of(ParticipantRole.To), MqlValue.Of));
        Mail("recipients.cc", m => List(m.Of(ParticipantRole.Cc), MqlValue.Of));
        // A mail does not say whom it was sent to unseen.
        Mail("recipients.bcc", _ => MqlValue.Of(new MqlArray()));

        Of<Participant>("Mailbox.display_name", p => Text(p.Name));
        Of<Participant>("Mailbox.email", p => p.Address.Length > 0 ? MqlValue.Of(p) : MqlValue.Null);
        Of<Participant>("EmailAddress.email", p => Text(p.Address));
        Of<Participant>("EmailAddress.local_part", p => Text(p.Address.LastIndexOf('@') is var at and >= 0 ? p.Address[..at] : p.Address));
        Of<Participant>("EmailAddress.domain", p => Object(RuleDomain.Of(p.Domain)));

        Of<RuleDomain>("Domain.domain", d => Text(d.Name));
        Of<RuleDomain>("Domain.root_domain", d => Text(d.Root));
        Of<RuleDomain>("Domain.sld", d => Text(d.Label));
        Of<RuleDomain>("Domain.subdomain", d => Text(d.Sub));
        Of<RuleDomain>("Domain.tld", d => Text(d.Suffix));
        Of<RuleDomain>("Domain.punycode", d => d.Name.Contains("xn--", StringComparison.Ordinal) ? Text(d.Name) : MqlValue.Null);
        Of<RuleDomain>("Domain.valid", d => MqlValue.Of(d.IsValid));

        // A text that is itself an address stands in display_url.
        Of<Link>("Link.display_text", l => ShowsUrl(l) ? MqlValue.Null : Text(l.Shown));
        Of<Link>("Link.href_url", l => Object(RuleUrl.Of(l)));
        Of<Link>("Link.display_url", l => ShowsUrl(l) ? Object(RuleUrl.Of(l.Shown!)) : MqlValue.Null);
        Of<Link>("Link.visible", l => MqlValue.Of((l.Traits & LinkTraits.Hidden) == 0));
        Of<Link>("Link.mismatched", l => MqlValue.Of((l.Traits & LinkTraits.ShownElsewhere) != 0));
        Of<Link>("Link.parser", l => MqlValue.Of(l.Shown is null ? "plain" : "hyperlink"));
        RuleUrl.Bind(fields);
        RuleIp.Bind(fields);
        RuleHeader.Bind(fields);
        RuleBody.Bind(fields);
        RuleThread.Bind(fields);
        RuleHtml.Bind(fields, Functions);
        PageQueries.Bind(fields, Functions);
        RuleMailbox.Bind(fields);
        RuleProfile.Bind(fields, Functions);
        RuleLists.Bind(fields);
        RuleWhois.Bind(fields);
        RuleCorrespondent.Bind(fields);

        RuleFileModel.Bind(fields, Functions);

        Mail("conversation.claimed", m => MqlValue.Of(m.Message.Subject.Replies > 0 || m.Message.InReplyTo.Count > 0 || m.Message.References.Count > 0 || m.Message.Body.Quotes.Count > 0));
        Mail("conversation.known", m => m.Match is { } match ? MqlValue.Of(match.Conversation is not null) : MqlValue.Missing("conversation"));
        Mail("conversation.messages", m => m.Match is { } match ? MqlValue.Of((long)(match.Conversation?.Messages ?? 0)) : MqlValue.Missing("conversation"));
        Mail("conversation.participants", m => m.Match is { } match ? MqlValue.Of((long)(match.Conversation?.Participants.Count ?? 0)) : MqlValue.Missing("conversation"));
        Mail("conversation.facts", Observed);
        return fields;

        void Mail(string name, Func<RuleMail, MqlValue> read) => fields["Message." + name] = owner => read((RuleMail)owner);
        void Of<T>(string name, Func<T, MqlValue> read) => fields[name] = owner => owner is T one ? read(one) : MqlValue.Missing(name);
    }

    private static bool ShowsUrl(Link link) => link.Shown is { } shown && shown.Contains('.', StringComparison.Ordinal) && !shown.Any(char.IsWhiteSpace) && RuleUrl.IsWritten(shown);

    /// <param name="is">Given whether the author is ours, some recipient is, all are.</param>
    private static MqlValue Direction(RuleMail mail, Func<bool, bool, bool, bool> @is)
    {
        if (mail.OrgDomains.Count == 0) return MqlValue.Missing("organisation.domains");
        var to = mail.Message.Envelope.Recipients.Count > 0 ? mail.Message.Envelope.Recipients : [.. mail.Message.Recipients.Select(r => r.Address)];
        bool[] ours = [.. to.Where(a => a.Length > 0).Select(a => mail.IsOurs(a[(a.LastIndexOf('@') + 1)..]))];
        return MqlValue.Of(@is(mail.IsOurs(mail.Message.From.Domain), ours.Contains(true), ours.Length > 0 && !ours.Contains(false)));
    }

    private static MqlValue Observed(RuleMail mail)
    {
        if (mail.Facts is not { } facts) return MqlValue.Missing("conversation");
        var map = new MqlMap();
        foreach (var definition in FactCatalogue.All) map[definition.Name] = MqlValue.Of((double)facts[definition.Fact]);
        return MqlValue.Of(map);
    }

    private static MqlValue Id(string id) => id.Length > 0 ? MqlValue.Of($"<{id}>") : MqlValue.Null;

    private static MqlValue Passed(string result) => result.Length == 0 ? MqlValue.Null : MqlValue.Of(result == "pass");

    private static MqlValue Address(string address) => address.Length > 0 ? MqlValue.Of(new Participant(address, "", ParticipantRole.Sender)) : MqlValue.Null;

    /// <summary>What a mail has none of is null, not empty.</summary>
    internal static MqlValue Text(string? text) => string.IsNullOrEmpty(text) ? MqlValue.Null : MqlValue.Of(text);

    internal static MqlValue Object(object? value) => MqlValue.Of(value);

    internal static MqlValue List<T>(IEnumerable<T> items, Func<T, MqlValue> of) => MqlValue.Of(new MqlArray([.. items.Select(of)]));
}
