using System.Net;
using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Detection;
using Postvakt.Documents.Inspecting;
using Postvakt.Intake;
using Postvakt.Messages;
using Postvakt.Messages.Attachments;
using Postvakt.Quarantine;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Responding;

/// <summary>Which mails become one campaign by what they say and carry, and how one is split.</summary>
public sealed class CampaignFinderTests : IAsyncLifetime
{
    private const string Figures = "Hello, as promised I am sending you the figures of the last quarter that our auditors have asked for, kindly look at them before we meet on Thursday morning.";
    private const string Contract = "Good day, please find the signed contract for the warehouse in the north, we need your answer by noon so that the carrier can begin loading the lorries today.";
    private static readonly Actor One = new("user:one", Role.Responder);
    private ApiRoom _room = null!;

    public async ValueTask InitializeAsync() => _room = await ApiRoom.OpenAsync();

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task NearlyTheSameWords_InOtherConversationsOfOthers_AreOneCampaign()
    {
        var one = await SayAsync(1, Figures);
        Assert.Equal("", await CampaignAsync(one));
        var two = await SayAsync(2, Figures.Replace("Thursday morning", "Friday evening", StringComparison.Ordinal));
        var other = await SayAsync(3, Contract);
        var name = await CampaignAsync(two);
        Assert.StartsWith("wording ", name, StringComparison.Ordinal);
        Assert.Equal((name, ""), (await CampaignAsync(one), await CampaignAsync(other)));
        Assert.Equal(name, await CampaignAsync(await SayAsync(4, Figures)));
    }

    [Fact]
    public async Task WhatOrdinaryMailShares_JoinsNothing()
    {
        // No claim of a conversation: clean here.
        await _room.HoldAsync(1, body: $"{Figures} http://host1.example/", answers: "", subject: "Letter", from: "a@one.example");
        Assert.Equal("", await CampaignAsync(await SayAsync(2, Figures)));
    }

    [Fact]
    public async Task OneMailThatComesTwice_IsNoCampaign()
    {
        var first = await SayAsync(1, Figures);
        var again = await _room.HoldAsync(1, "c@firm.example", body: $"{Figures} http://host1.example/", answers: "x1@firm.example", from: "p1@partner1.example");
        Assert.NotEqual(first, again);
        Assert.Equal(("", ""), (await CampaignAsync(first), await CampaignAsync(again)));
    }

    [Fact]
    public async Task AfterAWeek_TheSameWordsBeginAnew()
    {
        var one = await SayAsync(1, Figures);
        _room.Clock.Advance(TimeSpan.FromDays(7.1));
        Assert.Equal(("", ""), (await CampaignAsync(await SayAsync(2, Figures)), await CampaignAsync(one)));
    }

    [Fact]
    public async Task ArchivesBuiltAlike_WithTheirPasswordInTheText_AreOneCampaign()
    {
        var one = await SendAsync(1, "charts-10017.zip", "UEsDBA==");
        // Memory compares the shapes of files within a day; this goes on.
        _room.Clock.Advance(TimeSpan.FromDays(2));
        var (two, other) = (await SendAsync(2, "report-73881.zip", "UEsDBB=="), await SendAsync(3, "minutes.zip", "UEsDBC=="));
        var name = await CampaignAsync(two);
        Assert.StartsWith("archive ", name, StringComparison.Ordinal);
        Assert.Equal((name, ""), (await CampaignAsync(one), await CampaignAsync(other)));
    }

    [Fact]
    public async Task TheSameHarmfulFile_UnderOtherNames_IsOneCampaign()
    {
        _room.Parser = new MessageParser(MessageLimits.Default, new AttachmentInspector(new InspectionOptions { Clock = _room.Clock }));
        var script = Convert.ToBase64String("var s = new ActiveXObject(\"WScript.Shell\"); s.Run(\"powershell -c calc\");"u8);
        var (one, two) = (await SendAsync(1, "first.js", script), await SendAsync(2, "another.js", script));
        var name = await CampaignAsync(two);
        Assert.StartsWith("document ", name, StringComparison.Ordinal);
        Assert.Equal(name, await CampaignAsync(one));
    }

    [Fact]
    public async Task Split_ByWording_LeavesTheLargestGroup_AndLaterMailFollowsItsLike()
    {
        const string whole = "links /a/N";
        string[] figures = [await SayAsync(1, Figures), await SayAsync(2, Figures), await SayAsync(3, Figures)], contracts = [await SayAsync(4, Contract), await SayAsync(5, Contract)];
        await _room.Loop.DoAsync(l =>
        {
            foreach (var some in (string[][])[figures, contracts]) l.PartCampaign(some, l.FindRecord(some[0])!.Campaign, whole);
            return true;
        });
        Assert.Equal(Refusal.NotAllowed, (await SplitAsync(s => s.By(One with { Role = Role.Analyst }, whole, CampaignTrait.Wording, ""))).Refusal);
        Assert.Equal("CampaignAlike", (await SplitAsync(s => s.By(One, whole, CampaignTrait.Picture, ""))).Key);
        Assert.Equal("NoCampaign", (await SplitAsync(s => s.By(One, "links /b/N", CampaignTrait.Wording, ""))).Key);
        var ruling = await SplitAsync(s => s.By(One, whole, CampaignTrait.Wording, "two lures"));
        Assert.True(ruling.IsDone, ruling.Text);
        var part = await CampaignAsync(contracts[0]);
        Assert.StartsWith(whole + " · wording ", part, StringComparison.Ordinal);
        Assert.Equal([whole, whole, whole, part], await Task.WhenAll(figures.Append(contracts[1]).Select(CampaignAsync)));
        Assert.Equal((part, whole), (await CampaignAsync(await SayAsync(6, Contract)), await CampaignAsync(await SayAsync(7, Figures))));
        Assert.Equal("CampaignAlike", (await SplitAsync(s => s.By(One, whole, CampaignTrait.Wording, "again"))).Key);
        Assert.Contains("split-campaign: done", await _room.HistoryAsync(whole));
    }

    [Fact]
    public async Task Records_AreTakenOut_OverTheInterface()
    {
        var (one, two) = (await SayAsync(1, Figures), await SayAsync(2, Figures));
        var (name, token) = (await CampaignAsync(one), await _room.TokenAsync(Role.Responder));
        Assert.Equal(HttpStatusCode.BadRequest, (await _room.AskAsync(HttpMethod.Post, "/api/v1/campaigns/part", token, new { name, by = "wording", records = new[] { one } })).Status);
        Assert.Equal(HttpStatusCode.OK, (await _room.AskAsync(HttpMethod.Post, "/api/v1/campaigns/part", token, new { name, records = new[] { two, "none" }, reason = "genuine" })).Status);
        Assert.Equal(name, await CampaignAsync(one));
        Assert.StartsWith(name + " · part ", await CampaignAsync(two), StringComparison.Ordinal);
    }

    /// <summary>A malicious reply in a conversation of its own, from a person and host of its own.</summary>
    private Task<string> SayAsync(int number, string words) => _room.HoldAsync(number, $"r{number}@firm.example", Mode.Observe, $"Re: Matter {number}", $"p{number}@partner{number}.example", $"{words} http://host{number}.example/", $"x{number}@firm.example");

    private Task<string> SendAsync(int number, string name, string base64) => _room.HoldMailAsync(
        $"Message-ID: <{number}@partner.example>\r\nIn-Reply-To: <x{number}@firm.example>\r\nFrom: p{number}@partner{number}.example\r\nTo: r{number}@firm.example\r\nSubject: Re: Matter {number}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + $"--b\r\nContent-Type: text/plain\r\n\r\nPassword: K{number}77x\r\n--b\r\nContent-Type: application/octet-stream; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{base64}\r\n--b--\r\n",
        $"r{number}@firm.example", $"p{number}@partner{number}.example", Mode.Observe);

    private Task<string> CampaignAsync(string record) => _room.Loop.DoAsync(l => l.FindRecord(record)!.Campaign);

    private Task<Ruling> SplitAsync(Func<SplitCampaign, Ruling> split) => _room.Loop.DoAsync(l => split(new SplitCampaign(l, _room.Keys.Seal, _room.Clock)));
}
