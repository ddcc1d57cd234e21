using System.Text;
using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Signals;

namespace Postvakt.Tests.Detection;

/// <summary>What an exception lets through, and what stays as it is.</summary>
public sealed class ExceptionBookTests
{
    private const string Portal = "See https://portal.partner.example/orders/1";
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Finding Model = new("hijacked-reply", "A thief writes.", Severity.Critical, "model", [], []), Burst = new("burst", "Many at once.", Severity.High, "detector", [], []),
        Shared = new(FeedIndicator.Finding, "Others know it.", Severity.High, "isac x", [], []), Macro = new("macro-starts", "It starts.", Severity.Critical, "documents", [], []), ByRule = new(RuleDetector.Finding, "A rule.", Severity.High, "rule-7", [], []);

    [Fact]
    public void Exception_OfAHost_TakesTheWeightOfWhatHabitsSay_AndNamesItself()
    {
        var findings = Apply(Host("partner.example"), Portal, [Model, Burst]);
        Assert.Equal(["hijacked-reply Info", "burst Info", "exception-used Info"], findings.Select(f => $"{f.Id} {f.Severity}"));
        Assert.Equal(("x1", "An exception (x1) lets it through.", new Evidence("exception", "because")), (findings[2].Source, findings[2].Title, Assert.Single(findings[2].Evidence)));
        Assert.Equal((Verdict.Clean, Disposition.Deliver), VerdictPolicy.Decide(findings));
    }

    [Theory]
    [InlineData("See https://partner.example/1", true)]
    [InlineData("See https://PORTAL.partner.example/1", true)]
    [InlineData("See https://evilpartner.example/1", false)]
    [InlineData("See https://partnex.example/1", false)]
    [InlineData("See https://partner.example.thief.example/1", false)]
    [InlineData("No link at all.", false)]
    [InlineData(Portal + " and http://thief.example/1", false)]
    public void Exception_OfAHost_IsForMailThatLinksThereAlone(string text, bool holds) => Assert.Equal(holds, IsUsed(Apply(Host("partner.example"), text, [Model])));

    [Theory]
    [InlineData("See https://firm-a.share.example/1 and https://firm-a.share.example/2", true)]
    [InlineData("See https://thief.share.example/1 and https://firm-a.share.example/2", false)]
    // Whose first link is the excepted one may not add another customer's of the same service.
    [InlineData("See https://firm-a.share.example/1 and https://thief.share.example/2", false)]
    // What is quoted was written by somebody else.
    [InlineData("See https://firm-a.share.example/1\n\nOn Monday Bo Ek wrote:\n> https://firm-b.share.example/2", true)]
    [InlineData("See https://firm-a.share.example/1\n\n-- \nBo Ek\nhttps://thief.share.example/2", false)]
    public void Exception_OfOneHostOfAService_IsNotForItsOthers(string text, bool holds) => Assert.Equal(holds, IsUsed(Apply(Host("firm-a.share.example"), text, [Model])));

    [Fact]
    public void Exception_OfARule_TakesTheWeightOfThatFindingAlone()
    {
        Assert.Equal(["hijacked-reply Critical", "burst Info", "exception-used Info"], Apply(Rule("burst"), Portal, [Model, Burst]).Select(f => $"{f.Id} {f.Severity}"));
        Assert.False(IsUsed(Apply(Rule("burst"), Portal, [Model])));
        Assert.False(IsUsed(Apply(Rule("burst"), Portal, [Model, Burst with { Severity = Severity.Medium }])));
    }

    [Fact]
    public void Exception_OfAMailRule_IsForThatRule_HoweverItsIdIsWritten()
    {
        var other = ByRule with { Source = "rule-8" };
        Assert.Equal(["rule-7 Info", "rule-8 High", "x1 Info"], Apply(Rule("RULE-7"), Portal, [ByRule, other]).Select(f => $"{f.Source} {f.Severity}"));
        Assert.Equal([Severity.Info, Severity.High], Apply(Host("partner.example"), Portal, [Model, ByRule]).Take(2).Select(f => f.Severity));
        Assert.False(IsUsed(Apply(Rule("rule-9"), Portal, [ByRule])));
        // The name of what looks into files is no rule.
        Assert.False(IsUsed(Apply(Rule(Macro.Source), Portal, [Macro])));
    }

    [Fact]
    public void Exception_OfWhatOthersShared_MustSaySo()
    {
        Assert.Equal([Severity.Info, Severity.Critical], Apply(Rule(FeedIndicator.Finding), Portal, [Shared, Model]).Take(2).Select(f => f.Severity));
        Assert.Equal([Severity.High, Severity.Info], Apply(Host("partner.example"), Portal, [Shared, Model]).Take(2).Select(f => f.Severity));
    }

    [Fact]
    public void Exception_IsNeverOfWhatLiesInAFile()
    {
        Assert.Equal(Severity.Critical, Apply(Host("partner.example"), Portal, [Macro, Model])[0].Severity);
        Assert.Equal(Severity.Critical, Apply(Rule(Macro.Id), Portal, [Macro])[0].Severity);
    }

    [Theory]
    [InlineData(Fact.RiskyAttachment)]
    [InlineData(Fact.HardAttachment)]
    [InlineData(Fact.OfficeInArchive)]
    [InlineData(Fact.EncryptedArchive)]
    [InlineData(Fact.AuthenticationWorse)]
    [InlineData(Fact.NameOfAnother)]
    [InlineData(Fact.NameInConversation)]
    [InlineData(Fact.AttributedElsewhere)]
    [InlineData(Fact.LookAlikeDomain)]
    [InlineData(Fact.ReplyToElsewhere)]
    [InlineData(Fact.AccountNew)]
    public void Exception_IsNotForMailThatCarriesCode_OrMayBeSomebodyElses(Fact fact)
    {
        var facts = new FactSheet();
        facts.Set(fact, 0.2, "header", "seen");
        Assert.Equal([Model], Apply(Host("partner.example"), Portal, [Model], facts));
    }

    [Fact]
    public void Exception_OfACampaign_IsForAnySender_WhoLinksToOnePlace()
    {
        var rule = new ExceptionRule("x1", "", "", "", "links /a/N", "user:rita", "because", Now, Now + TimeSpan.FromDays(1));
        Assert.True(IsUsed(Apply(rule, Portal, [Model], campaign: "links /a/N")));
        Assert.True(IsUsed(Apply(rule, "No link at all.", [Model], campaign: "links /a/N")));
        Assert.False(IsUsed(Apply(rule, Portal, [Model], campaign: "another")));
        Assert.False(IsUsed(Apply(rule, Portal + " and http://thief.example/1", [Model], campaign: "links /a/N")));
    }

    [Fact]
    public void Exception_IsOfItsSender_FromItsBeginning_UntilItsEnd()
    {
        Assert.False(IsUsed(Apply(Host("partner.example") with { Sender = "other@partner.example" }, Portal, [Model])));
        Assert.True(IsUsed(Apply(Host("partner.example") with { Since = Now }, Portal, [Model])));
        Assert.False(IsUsed(Apply(Host("partner.example") with { Since = Now + TimeSpan.FromSeconds(1) }, Portal, [Model])));
        Assert.False(IsUsed(Apply(Host("partner.example") with { Until = Now }, Portal, [Model])));
    }

    [Fact]
    public void Exception_IsNotUsed_WhereNothingIsHeldForIt()
    {
        Finding[] mild = [Burst with { Severity = Severity.Medium }];
        Assert.Same(mild, Apply(Host("partner.example"), Portal, mild));
        Assert.True(IsUsed(Apply(Host("partner.example"), Portal, [Burst with { Severity = Severity.Info }, Model])));
        Finding[] grave = [Model];
        Assert.Same(grave, ExceptionBook.Empty.Apply(grave, Profile(Portal), new FactSheet(), () => "", Now));
    }

    [Fact]
    public void Reason_ThatIsLong_IsCutInTheEvidence() =>
        Assert.Equal(160, Apply(Host("partner.example") with { Reason = new string('r', 161) }, Portal, [Model])[1].Evidence[0].Text.Length);

    private static ExceptionRule Host(string host) => new("x1", "a@partner.example", host, "", "", "user:rita", "because", Now - TimeSpan.FromDays(1), Now + TimeSpan.FromDays(1));

    private static ExceptionRule Rule(string rule) => Host("") with { Rule = rule };

    private static bool IsUsed(IReadOnlyList<Finding> findings) => findings.Any(f => f.Id == ExceptionRule.Finding);

    private static IReadOnlyList<Finding> Apply(ExceptionRule rule, string text, Finding[] findings, FactSheet? facts = null, string campaign = "") =>
        new ExceptionBook([rule]).Apply(findings, Profile(text), facts ?? new FactSheet(), () => campaign, Now);

    private static MessageProfile Profile(string text)
    {
        using var bytes = new MemoryStream(Encoding.ASCII.GetBytes($"Message-ID: <1@partner.example>\nFrom: A <a@partner.example>\nTo: b@firm.example\nSubject: Re: Orders\n\n{text}\n".ReplaceLineEndings("\r\n")));
        var message = new MessageParser(MessageLimits.Default).Parse(new ReceivedMail("mail", 0, bytes, Envelope.Unknown, null), TestContext.Current.CancellationToken);
        return MessageProfile.Of(message, new MemoryKey(new byte[32]), new JudgeOptions(), Now);
    }
}
