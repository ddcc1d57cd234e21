using System.Net;
using Postvakt.Audit;
using Postvakt.Quarantine;
using Postvakt.Server.Api;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Gateway;

/// <summary>Exceptions and genuine mail: what they let through, what stays held, and how they end.</summary>
public sealed class ExceptionTests
{
    private const string Portal = "See https://portal.partner.example/orders/1";

    [Fact]
    public async Task Exception_LetsTheSenderLinkToTheHost_AndCountsIt()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        Assert.Equal(QuarantineState.Held, await room.StateAsync(await room.HoldAsync(1, body: Portal)));
        await GrantAsync(room, token, new ExceptionRequest { Sender = "A@partner.example", Host = "partner.example", Reason = "supplier's portal", Until = room.Clock.GetUtcNow() + TimeSpan.FromDays(90) }, HttpStatusCode.OK);
        room.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await room.StateAsync(await room.HoldAsync(2, body: Portal)));
        Assert.Equal(QuarantineState.Held, await room.StateAsync(await room.HoldAsync(3, body: Portal + " and http://thief.example/1")));
        Assert.Equal(QuarantineState.Held, await room.StateAsync(await room.HoldAsync(4, from: "other@partner.example", body: Portal)));
        Assert.Equal(QuarantineState.Held, await room.StateAsync(await room.HoldAsync(5, body: "See https://evilpartner.example/1")));
        var listed = Assert.Single((await room.AskAsync(HttpMethod.Get, "/api/v1/exceptions", token)).Body.EnumerateArray().ToArray());
        Assert.Equal((1, "user:responder", "supplier's portal"), (listed.GetProperty("hits").GetInt32(), listed.GetProperty("owner").GetString(), listed.GetProperty("reason").GetString()));
        await room.AskAsync(HttpMethod.Post, $"/api/v1/exceptions/{listed.GetProperty("id").GetString()}/withdraw", token, new ReasonRequest("over"));
        Assert.Equal(QuarantineState.Held, await room.StateAsync(await room.HoldAsync(6, body: Portal)));
    }

    [Fact]
    public async Task Exception_DoesNotCoverMailInSomebodyElsesName()
    {
        await using var room = await ApiRoom.OpenAsync(new Postvakt.Directories.Person("1", "Bo Ek", ["b@firm.example"]));
        await GrantAsync(room, await room.TokenAsync(Role.Responder), new ExceptionRequest { Sender = "a@partner.example", Host = "partner.example", Reason = "x", Until = room.Clock.GetUtcNow() + TimeSpan.FromDays(9) }, HttpStatusCode.OK);
        room.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(QuarantineState.Held, await room.StateAsync(await room.HoldAsync(1, from: "Bo Ek <a@partner.example>", body: Portal)));
    }

    [Fact]
    public async Task Exception_EndsByItself()
    {
        await using var room = await ApiRoom.OpenAsync();
        await GrantAsync(room, await room.TokenAsync(Role.Responder), new ExceptionRequest { Sender = "a@partner.example", Host = "partner.example", Reason = "x", Until = room.Clock.GetUtcNow() + TimeSpan.FromHours(1) }, HttpStatusCode.OK);
        room.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(QuarantineState.Held, await room.StateAsync(await room.HoldAsync(1, body: Portal)));
    }

    [Theory]
    [InlineData("a@partner.example", "", "", 30, "never of a sender alone")]
    [InlineData("a@partner.example", "", "hijacked-reply", 30, "never of a sender alone")]
    [InlineData("a@partner.example", "partner.example", "burst", 30, "never of a sender alone")]
    [InlineData("", "partner.example", "", 30, "never of a sender alone")]
    [InlineData("partner.example", "partner.example", "", 30, "must be an address")]
    [InlineData("a@partner.example", "com", "", 30, "must be an address and the host a host name")]
    [InlineData("a@partner.example", "not a host", "", 30, "must be an address and the host a host name")]
    [InlineData("a@partner.example", "partner.example", "", 91, "at most 90 days")]
    [InlineData("a@partner.example", "partner.example", "", 0, "at most 90 days")]
    public async Task Exception_ThatIsTooWide_IsRefused(string sender, string host, string rule, int days, string sentence)
    {
        await using var room = await ApiRoom.OpenAsync();
        var body = await GrantAsync(room, await room.TokenAsync(Role.Responder),
            new ExceptionRequest { Sender = sender, Host = host, Rule = rule, Reason = "x", Until = room.Clock.GetUtcNow() + TimeSpan.FromDays(days) }, HttpStatusCode.BadRequest);
        Assert.Contains(sentence, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenuineMail_TeachesMemory_AndCanBeTakenBack()
    {
        await using var room = await ApiRoom.OpenAsync();
        var id = await room.HoldAsync(1);
        var before = await TrustedAsync(room);
        await room.Loop.DoAsync(l => new Releases(l, room.Keeper.Current, room.Clock).LetOut(ApiRoom.Root, id, [], "the sender says so", genuine: true));
        // Only what went out teaches.
        Assert.Empty(await room.Loop.DoAsync(l => l.Take(Genuine.JobKind, room.Clock.GetUtcNow(), TimeSpan.FromSeconds(1), 10)));
        Assert.Equal(1, await room.Loop.DoAsync(l => Deliveries.Deliver(l, room.Keeper.Current, room.Clock)));
        await using (new Server.Working.TeachWorker(room.Loop, room.Vault, room.Parser, room.JudgeOf, room.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance))
        {
            for (var i = 0; i < 300 && !(await room.HistoryAsync(id)).Contains("learned: done"); i++)
            {
                room.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }
        Assert.Contains("learned: done", await room.HistoryAsync(id));
        Assert.Equal(before + 1, await TrustedAsync(room));
        var person = await room.Loop.DoAsync(l => l.Accounts.Export("a@partner.example"));
        Assert.Equal(1, person!.Messages);
        Assert.Equal(["new.example"], person.HostsFirstLinked);
        Assert.True((await room.Loop.DoAsync(l => new Genuine(l, l.Memory, room.Clock).TakeBack(ApiRoom.Root, id, "it was not"))).IsDone);
        Assert.Equal(before, await TrustedAsync(room));
        Assert.Equal(0, (await room.Loop.DoAsync(l => l.Accounts.Export("a@partner.example")))!.Messages);
        Assert.Equal(Refusal.Unknown, (await room.Loop.DoAsync(l => new Genuine(l, l.Memory, room.Clock).TakeBack(ApiRoom.Root, id, "again"))).Refusal);
    }

    private static Task<long> TrustedAsync(ApiRoom room) => room.Loop.DoAsync(l => l.Accounts.Account().Trusted);

    private static async Task<string> GrantAsync(ApiRoom room, string token, ExceptionRequest request, HttpStatusCode status)
    {
        var (got, body) = await room.AskAsync(HttpMethod.Post, "/api/v1/exceptions", token, request);
        Assert.Equal(status, got);
        return body.GetProperty("text").GetString()!;
    }
}
