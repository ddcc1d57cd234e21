using Postvakt.Authentication;
using Postvakt.Directories;
using Postvakt.Memory;
using Postvakt.Mql;
using Postvakt.Mql.Lists;
using Postvakt.Rules;

namespace Postvakt.Tests.Rules;

public sealed class RuleProfileTests
{
    private const string Mail = "From: Anna <anna@partner.example>\nTo: ben@firm.example, cara@else.example\nReply-To: other@free.example\nSubject: Budget\n\nHello";
    private const long Now = 1_700_000_000;

    private static readonly KnownPerson Anna = new(7, "anna@partner.example", 5, Now - (86_400 * 40), Now - (86_400 * 31));

    [Theory]
    [InlineData("profile.by_sender_email().prevalence == 'rare' and profile.by_sender_domain().prevalence == 'common'")]
    [InlineData("profile.by_sender().prevalence == 'common'")]
    [InlineData("profile.by_sender_email().days_known == 40 and profile.by_sender_email().days_since.last_contact > 30 and profile.by_sender_email().days_since.first_contact == 40")]
    [InlineData("sender.email.email in $sender_emails and sender.email.domain.domain in $sender_domains")]
    public void KnownSender_HasAProfile(string source) => Assert.Equal((MqlOutcome.Match, ""), Run(source, Known()));

    [Theory]
    [InlineData("profile.by_sender_domain().days_known < 3", "profile.days_known")]
    [InlineData("not profile.by_sender_email().any_messages_benign", "profile.any_messages_benign")]
    [InlineData("profile.by_sender_email().any_messages_malicious_or_spam", "profile.any_messages_malicious_or_spam")]
    [InlineData("not profile.by_sender_email().solicited", "profile.solicited")]
    [InlineData("beta.profile.by_reply_to().solicited", "beta.profile.by_reply_to")]
    [InlineData("headers.reply_to[0].email.email not in $recipient_emails", "$recipient_emails")]
    [InlineData("any($sender_domains, . == 'x')", "$sender_domains")]
    [InlineData("sender.email.email not in $recipient_emails", "$recipient_emails")]
    public void WhatTheQuestionDoesNotTell_IsMissing(string source, string because) => Assert.Equal((MqlOutcome.Indeterminate, because), Run(source, Known()));

    [Theory]
    [InlineData("profile.by_sender().prevalence == 'new' and profile.by_sender().days_known == 0 and profile.by_sender().days_since.last_contact is null")]
    [InlineData("not profile.by_sender().solicited and not profile.by_sender_email().solicited")]
    [InlineData("not profile.by_sender().any_messages_benign and not profile.by_sender().any_false_positives")]
    [InlineData("sender.email.email not in $recipient_emails and sender.email.email not in $sender_emails and sender.email.domain.domain not in $recipient_domains")]
    public void Stranger_IsNewAndUnsolicited(string source) => Assert.Equal((MqlOutcome.Match, ""), Run(source, Stranger()));

    [Fact]
    public void Stranger_WhereNobodysOwnMailIsLearned_MayHaveBeenWrittenTo() =>
        Assert.Equal((MqlOutcome.Indeterminate, "profile.solicited"), Run("not profile.by_sender().solicited", Stranger(), seesOwnMail: false));

    [Fact]
    public void Stranger_InAnEmptyMemory_IsNotCalledNew() =>
        Assert.Equal((MqlOutcome.Indeterminate, "profile.prevalence"), Run("profile.by_sender().prevalence == 'new'", new Recollection { Depth = new(RuleProfile.MinDepth - 1, 9) }));

    [Fact]
    public void SenderThatARecipientOfOursWroteTo_IsSolicited() =>
        Assert.Equal((MqlOutcome.Match, ""), Run("profile.by_sender().solicited and sender.email.email in $recipient_emails", Known(new Relation(1, 2), default)));

    [Fact]
    public void SenderThatAStrangerWroteTo_IsNotThereforeSolicited() =>
        Assert.Equal(MqlOutcome.Indeterminate, Run("profile.by_sender().solicited", Known(default, new Relation(1, 2))).Outcome);

    [Fact]
    public void SenderOfAConversationInWhichOneOfOursWrote_IsSolicited()
    {
        var known = new Recollection { Depth = new(1_000, 90), Author = Anna with { Messages = 0 }, Conversations = [new KnownConversation(1, 0, 0, 0, 1, 0, [new(3, "ben@firm.example", 1), new(7, Anna.Address, 0)])] };
        Assert.Equal((MqlOutcome.Match, ""), Run("profile.by_sender().solicited", known));
    }

    [Fact]
    public void ConversationOfOurs_ThatTheSenderOnlyNames_DoesNotMakeHimSolicited()
    {
        var known = new Recollection { Depth = new(1_000, 90), Conversations = [new KnownConversation(1, 0, 0, 0, 1, 0, [new(3, "ben@firm.example", 1)])] };
        Assert.Equal((MqlOutcome.Match, ""), Run("not profile.by_sender().solicited", known));
    }

    [Fact]
    public void MailThatIsInMemoryItself_DoesNotCountForItsSender()
    {
        var known = new Recollection { Depth = new(1_000, 90), Author = Anna with { Messages = 1, First = Now, Last = Now }, DomainMessages = 1, Self = new KnownMessage(1, 1, 7, Now, Standing.Trusted) };
        Assert.Equal((MqlOutcome.Match, ""), Run("profile.by_sender_email().prevalence == 'new' and not profile.by_sender_email().any_messages_benign", known));
    }

    [Fact]
    public void FreeProvider_IsJudgedByAddress() => Assert.Equal((MqlOutcome.Match, ""), Run("profile.by_sender().prevalence == 'rare'", Known(), free: "partner.example"));

    [Fact]
    public void WithoutMemory_ProfilesAreMissing() => Assert.Equal((MqlOutcome.Indeterminate, "profile.by_sender_email"), RuleBed.Run("profile.by_sender_email().prevalence == 'new'", Mail));

    [Fact]
    public void TenantLists_ComeFromConfigurationAndDirectory()
    {
        var directory = new DirectorySnapshot([new Person("1", "Ben Holt", ["ben@firm.example"]) { Groups = ["Board"] }, new Person("2", "Dana Reed", ["dana@firm.example"])], [], DateTimeOffset.UnixEpoch);
        var model = new MessageModel(RuleLists.Of(["firm.co.uk"], directory, "board"));
        var mail = RuleBed.Mail(RuleBed.Parse(Mail.Replace("Anna", "ben holt", StringComparison.Ordinal)));
        Assert.Equal((MqlOutcome.Match, ""), RuleBed.Run("'firm.co.uk' in $org_domains and 'firm' in $org_slds and sender.display_name in~ $org_display_names", mail, model));
        Assert.Equal((MqlOutcome.Match, ""), RuleBed.Run("any($org_vips, .display_name =~ sender.display_name and .email == 'ben@firm.example') and length($org_vips) == 1", mail, model));
        Assert.False(new MessageModel(RuleLists.Of([], DirectorySnapshot.Empty)).Has("$org_vips"));
    }

    private static Recollection Known(params Relation[] relations) => new() { Depth = new(1_000, 90), Author = Anna, DomainMessages = 60, Relations = relations.Length > 0 ? relations : new Relation[2] };

    private static Recollection Stranger() => new() { Depth = new(1_000, 90), Relations = new Relation[2] };

    private static (MqlOutcome Outcome, string Because) Run(string source, Recollection known, bool seesOwnMail = true, string free = "free.example")
    {
        var question = new Question { At = Now, Id = 0, Parents = [], Subject = 0, Quotes = [], Author = Anna.Address, AuthorName = 0, Recipients = ["ben@firm.example", "cara@else.example"], Hosts = [], QuotedHosts = [], Signals = [] };
        var mail = new RuleMail(RuleBed.Parse(Mail), SenderAuthentication.Unknown, null, null, ["firm.example"]) { Memory = new(question, known, seesOwnMail) };
        var lists = RuleLists.Of(["firm.example"], DirectorySnapshot.Empty);
        lists["free_email_providers"] = new MqlList([free]);
        return RuleBed.Run(source, mail, new MessageModel(lists));
    }
}
