using System.Text;
using Postvakt.Authentication;
using Postvakt.Conversations;
using Postvakt.Facts;
using Postvakt.Messages;
using Postvakt.Mql;
using Postvakt.Mql.Lists;
using Postvakt.Mql.Rules;
using Postvakt.Rules;

namespace Postvakt.Tests.Rules;

/// <summary>Runs one rule over one mail.</summary>
internal static class RuleBed
{
    public static Message Parse(string mail, Envelope? envelope = null)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n")));
        return new MessageParser(MessageLimits.Default).Parse(new ReceivedMail("mail", 0, bytes, envelope ?? Envelope.Unknown, null), CancellationToken.None);
    }

    public static RuleMail Mail(Message message, SenderAuthentication? authentication = null, string[]? domains = null) =>
        new(message, authentication ?? SenderAuthentication.Unknown with { Spf = "pass" }, new FactSheet(), new ConversationMatch(null, ConversationLink.None), domains ?? ["firm.example"]);

    public static (MqlOutcome Outcome, string Because) Run(string source, string mail) => Run(source, Mail(Parse(mail)));

    public static (MqlOutcome Outcome, string Because) Run(string source, RuleMail mail, MessageModel? model = null)
    {
        var loader = new MqlRuleLoader(MessageModel.Schema);
        loader.AddText("rule.yml", $"name: x\ntype: rule\nsource: |\n  {source}\n");
        var rules = loader.Build();
        Assert.Empty(rules.Problems);
        var session = new MqlEngine(rules, model ?? new MessageModel(new Dictionary<string, MqlList> { ["known"] = new(["partner.example"]) })).NewSession();
        session.Begin(mail);
        var result = session.Evaluate(rules.Rules[0]);
        return (result.Outcome, string.Join(' ', result.Because));
    }
}
