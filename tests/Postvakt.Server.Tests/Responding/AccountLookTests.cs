using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Incidents;
using Postvakt.Server.Configuration;
using Postvakt.Server.Mailboxes;
using Postvakt.Server.Mailboxes.Ews;
using Postvakt.Server.Mailboxes.Graph;
using Postvakt.Server.Responding;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Responding;

/// <summary>What the mailboxes of accounts that seem taken over do by themselves.</summary>
public sealed class AccountLookTests
{
    private static readonly Person Carl = new("p-carl", "Carl", ["carl@firm.example"]);

    [Fact]
    public void Findings_AreWhatHidesMailOrGivesItAway()
    {
        var rules = new MailboxRules(
        [
            new InboxRule("a", true, true, "", true, ["thief@elsewhere.example", "b@firm.example"]), new InboxRule("b", true, false, "RSS Feeds", true, []), new InboxRule("c", true, false, "Projects", false, ["b@firm.example"]),
            new InboxRule("off", false, true, "", true, ["thief@elsewhere.example"]), new InboxRule("nothing", true, false, "", true, []),
        ], true);
        var found = AccountFinding.Of(rules, a => a.EndsWith("@firm.example", StringComparison.Ordinal));
        Assert.Equal(["RuleForwardsOut a", "RuleDeletes a", "RuleHides b", "RuleMoves c", "AccountAnswers "], found.Select(f => $"{f.Key} {f.Values.FirstOrDefault()}"));
        Assert.DoesNotContain("thief@elsewhere.example", found[0].Values[1], StringComparison.Ordinal);
        Assert.DoesNotContain("b@", found[0].Values[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_RulesAndAutomaticReplies_AsDocumented()
    {
        await using var graph = await GraphMail.StartAsync();
        using var folder = new TemporaryFolder();
        using var mailboxes = new GraphMailboxes(new GraphConfig("t", "c", folder.Write("secret", "s"), graph.Address, graph.Address), new MailboxLimits(), TimeProvider.System);
        Assert.Empty((await mailboxes.RulesAsync(GraphMail.User, Stop))!.Rules);
        graph.Rules = """
            {"@odata.context":"x","value":[
              {"id":"AQAAAJ5dZp8=","displayName":".","sequence":1,"isEnabled":true,"hasError":false,"isReadOnly":false,"conditions":{"subjectContains":["invoice"]},
               "actions":{"moveToFolder":"rss-id","markAsRead":true,"stopProcessingRules":true,"forwardTo":[{"emailAddress":{"name":"x","address":"thief@elsewhere.example"}}]}},
              {"id":"AQAAAJ5dZqA=","displayName":"old\u0007","sequence":2,"isEnabled":false,"actions":{"delete":true,"permanentDelete":false}}]}
            """;
        graph.Settings = """{"automaticRepliesSetting":{"status":"alwaysEnabled","externalAudience":"all"}}""";
        var read = (await mailboxes.RulesAsync(GraphMail.User, Stop))!;
        Assert.True(read.AnswersOutside);
        Assert.Equal([(".", true, false, "RSS Feeds", true, "thief@elsewhere.example"), ("old", false, true, "", false, "")], read.Rules.Select(r => (r.Name, r.IsOn, r.Deletes, r.MovesTo, r.MarksRead, string.Join(',', r.SendsTo))));
        Assert.Equal(MailboxTrouble.Missing, (await Assert.ThrowsAsync<MailboxException>(() => mailboxes.RulesAsync("nobody@firm.example", Stop))).Trouble);
        graph.Rules = """{"value":7}""";
        Assert.Equal(MailboxTrouble.Passing, (await Assert.ThrowsAsync<MailboxException>(() => mailboxes.RulesAsync(GraphMail.User, Stop))).Trouble);
    }

    [Fact]
    public async Task Ews_GetInboxRules_AsPublished()
    {
        await using var exchange = await EwsServer.StartAsync();
        using var folder = new TemporaryFolder();
        using var mailboxes = new EwsMailboxes(new EwsConfig(exchange.Address, EwsServer.Account, folder.Write("password", EwsServer.Password)), new MailboxLimits(), TimeProvider.System);
        Assert.Empty((await mailboxes.RulesAsync(EwsServer.User, Stop))!.Rules);
        exchange.Rules = """
            <GetInboxRulesResponse ResponseClass="Success" xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"><ResponseCode>NoError</ResponseCode><OutlookRuleBlobExists>true</OutlookRuleBlobExists><InboxRules>
            <Rule xmlns="http://schemas.microsoft.com/exchange/services/2006/types"><RuleId>dCsAAABjzvA=</RuleId><DisplayName>keep</DisplayName><Priority>1</Priority><IsEnabled>true</IsEnabled><Conditions><ContainsSubjectStrings><String>Re</String></ContainsSubjectStrings></Conditions><Exceptions />
            <Actions><MoveToFolder><DistinguishedFolderId Id="junkemail" /></MoveToFolder><MarkAsRead>true</MarkAsRead><RedirectToRecipients><Address><Name>x</Name><EmailAddress>thief@elsewhere.example</EmailAddress><RoutingType>SMTP</RoutingType></Address></RedirectToRecipients></Actions></Rule>
            <Rule xmlns="http://schemas.microsoft.com/exchange/services/2006/types"><DisplayName>away</DisplayName><Priority>2</Priority><IsEnabled>false</IsEnabled><Actions><PermanentDelete>true</PermanentDelete></Actions></Rule></InboxRules></GetInboxRulesResponse>
            """;
        Assert.Equal([("keep", true, false, "junkemail", true, "thief@elsewhere.example"), ("away", false, true, "", false, "")],
            (await mailboxes.RulesAsync(EwsServer.User, Stop))!.Rules.Select(r => (r.Name, r.IsOn, r.Deletes, r.MovesTo, r.MarksRead, string.Join(',', r.SendsTo))));
        exchange.Rules = """<GetInboxRulesResponse ResponseClass="Error" xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"><MessageText>x</MessageText><ResponseCode>ErrorAccessDenied</ResponseCode></GetInboxRulesResponse>""";
        Assert.Equal(MailboxTrouble.Refused, (await Assert.ThrowsAsync<MailboxException>(() => mailboxes.RulesAsync(EwsServer.User, Stop))).Trouble);
    }

    [Fact]
    public async Task SuspectedAccount_IsLookedAt_AlsoAfterFailures_AndItsFindingsAreShown()
    {
        await using var room = await ApiRoom.OpenAsync(Carl);
        var token = await room.TokenAsync(Role.Responder);
        var fails = 2;
        var mailboxes = new FakeMailboxes { Rules = new MailboxRules([new InboxRule("<x>", true, true, "", false, ["thief@elsewhere.example"])], false) };
        mailboxes.Before = (_, _) =>
        {
            if (fails-- > 0) throw new MailboxException(MailboxTrouble.Passing, "too busy");
        };
        await MarkAsync(room, token);
        Assert.Equal("waiting", (await StateAsync(room, token)).GetProperty("state").GetString());
        await using (new AccountLookWorker(room.Loop, mailboxes, () => room.Keeper.Current, ["firm.example"], room.Clock, NullLogger.Instance))
        {
            await UntilAsync(room, token, "undetermined");
            await UntilAsync(room, token, "looked");
        }
        Assert.Equal(["The rule “<x>” sends mail to thief[@]elsewhere[.]example.", "The rule “<x>” deletes mail."], (await StateAsync(room, token)).GetProperty("findings").EnumerateArray().Select(f => f.GetString()!));
        Assert.Contains("account-looked: 2 findings", await room.HistoryAsync("carl@firm.example"));
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/suspects/carl@firm.example/clear", token, new { reason = "new password" })).Status);
        Assert.Null(await room.Loop.DoAsync(l => l.FindRegistered(AccountLook.Kind, "p-carl")));
    }

    [Theory]
    [InlineData(true, "This kind of mail server does not say what rules a mailbox has: look by hand.")]
    [InlineData(false, "No mailboxes are configured: look by hand.")]
    public async Task WhatIsNotLookedAt_IsUndetermined(bool configured, string says)
    {
        await using var room = await ApiRoom.OpenAsync(Carl);
        var token = await room.TokenAsync(Role.Responder);
        await MarkAsync(room, token);
        await using (new AccountLookWorker(room.Loop, configured ? new FakeMailboxes() : null, () => room.Keeper.Current, ["firm.example"], room.Clock, NullLogger.Instance)) await UntilAsync(room, token, "undetermined");
        Assert.Equal([says], (await StateAsync(room, token)).GetProperty("findings").EnumerateArray().Select(f => f.GetString()!));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task MarkAsync(ApiRoom room, string token) => Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/suspects/carl@firm.example", token, new { reason = "x" })).Status);

    private static async Task<System.Text.Json.JsonElement> StateAsync(ApiRoom room, string token) => (await room.AskAsync(HttpMethod.Get, "/api/v1/suspects/carl@firm.example", token)).Body.GetProperty("mailbox");

    private static async Task UntilAsync(ApiRoom room, string token, string state)
    {
        for (var i = 0; i < 300 && (await StateAsync(room, token)).GetProperty("state").GetString() != state; i++)
        {
            room.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(20, Stop);
        }
        Assert.Equal(state, (await StateAsync(room, token)).GetProperty("state").GetString());
    }
}
