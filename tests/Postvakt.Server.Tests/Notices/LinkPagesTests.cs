using System.Net;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.LockDowns;
using Postvakt.Quarantine;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Notices;

/// <summary>The page behind a digest's link: it shows, and asks only when a form is sent.</summary>
public sealed class LinkPagesTests
{
    private static readonly Actor Rita = new("user:rita", Role.Responder);

    [Fact]
    public async Task Looking_ShowsWhatIsHeld_AndChangesNothing_HoweverOften()
    {
        await using var room = await ApiRoom.OpenAsync();
        var id = await room.HoldAsync(1);
        for (var i = 0; i < 20; i++)
        {
            using var head = await room.SendAsync(HttpMethod.Head, "/my?t=" + room.LinkOf("b@firm.example"), null);
            var page = await GetAsync(room, room.LinkOf("b@firm.example"));
            Assert.Contains("Re: Letter 1", page, StringComparison.Ordinal);
            Assert.Contains("<button>Ask for it</button>", page, StringComparison.Ordinal);
        }
        Assert.Equal(QuarantineState.Held, await room.StateAsync(id));
        Assert.Empty(await room.HistoryAsync(id));
    }

    [Fact]
    public async Task Asking_IsNotedOnce_AndDecidedByAnAnalyst()
    {
        await using var room = await ApiRoom.OpenAsync();
        var id = await room.HoldAsync(1);
        var (status, page) = await PostAsync(room, room.LinkOf("b@firm.example"), id);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"Somebody of security looks at {id}", page, StringComparison.Ordinal);
        Assert.Contains("nobody decided yet", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<button>", page, StringComparison.Ordinal);
        (_, page) = await PostAsync(room, room.LinkOf("b@firm.example"), id);
        Assert.Contains($"You asked for {id} already", page, StringComparison.Ordinal);
        Assert.Equal(QuarantineState.ReleaseRequested, await room.StateAsync(id));
        Assert.Equal(["request: done"], await room.HistoryAsync(id));
        Assert.True((await room.Loop.DoAsync(l => new Releases(l, room.Keeper.Current, room.Clock).Deny(new Actor("user:ann", Role.Analyst), id, "not theirs"))).IsDone);
        var notice = Assert.Single(await room.Loop.DoAsync(l => l.Take(PersonalNotice.Kind, room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10)));
        Assert.Equal(new PersonalNotice("b@firm.example", "ToldDenied"), PersonalNotice.Of(notice.Job));
        // It may be asked for again, and is then decided again.
        (_, page) = await PostAsync(room, room.LinkOf("b@firm.example"), id);
        Assert.Contains($"Somebody of security looks at {id}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SomebodyElsesMail_CannotBeAskedFor()
    {
        await using var room = await ApiRoom.OpenAsync();
        var id = await room.HoldAsync(1, "c@firm.example");
        var (status, page) = await PostAsync(room, room.LinkOf("b@firm.example"), id);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"{id} is not held for you", page, StringComparison.Ordinal);
        // Nor does trying leave anything, or tell whether there is such a mail.
        Assert.Empty(await room.HistoryAsync(id));
        Assert.Contains("nothing is not held for you", (await PostAsync(room, room.LinkOf("b@firm.example"), "nothing")).Page, StringComparison.Ordinal);
        Assert.Equal(QuarantineState.Held, await room.StateAsync(id));
    }

    [Fact]
    public async Task SharedMailbox_IsSeenByItsMembers()
    {
        await using var room = await ApiRoom.OpenAsync(new Person("1", "Bo Ek", ["b@firm.example", "bo.ek@firm.example"]), new Person("2", "Orders", ["orders@firm.example"]) { IsShared = true, Members = ["b@firm.example"] });
        var (own, alias, shared) = (await room.HoldAsync(1), await room.HoldAsync(2, "bo.ek@firm.example"), await room.HoldAsync(3, "orders@firm.example"));
        var page = await GetAsync(room, room.LinkOf("b@firm.example"));
        Assert.All((string[])[own, alias, shared], id => Assert.Contains(id, page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MTYzNjM2MjAwMDpiQGZpcm0uZXhhbXBsZQ~1.00000000000000000000000000000000")]
    [InlineData("%00~")]
    [InlineData("~~~~")]
    public async Task ForgedLink_ShowsNothing(string token)
    {
        await using var room = await ApiRoom.OpenAsync();
        var id = await room.HoldAsync(1);
        using var answer = await room.SendAsync(HttpMethod.Get, "/my?t=" + token, null, language: "sv");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Länken är inte vår", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(room, token, id)).Status);
        Assert.Equal(QuarantineState.Held, await room.StateAsync(id));
    }

    [Fact]
    public async Task LinkOfAnotherPerson_CannotBeMadeFromOnesOwn()
    {
        await using var room = await ApiRoom.OpenAsync();
        var (mine, theirs) = (room.LinkOf("b@firm.example").Split('~'), room.LinkOf("c@firm.example").Split('~'));
        using var answer = await room.SendAsync(HttpMethod.Get, $"/my?t={theirs[0]}~{mine[1]}", null);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Link_EndsAfterAWeek_AndIsNotFromTheFuture()
    {
        await using var room = await ApiRoom.OpenAsync();
        await room.HoldAsync(1);
        var link = room.LinkOf("b@firm.example");
        room.Clock.Advance(TimeSpan.FromDays(7));
        using var over = await room.SendAsync(HttpMethod.Get, "/my?t=" + link, null);
        Assert.Equal(HttpStatusCode.Forbidden, over.StatusCode);
        link = room.LinkOf("b@firm.example");
        room.Clock.Advance(-TimeSpan.FromDays(1));
        using var future = await room.SendAsync(HttpMethod.Get, "/my?t=" + link, null);
        Assert.Equal(HttpStatusCode.Forbidden, future.StatusCode);
    }

    [Fact]
    public async Task LockDown_KillsTheLinksThatWereSentBeforeIt_AlsoWhenItIsLifted()
    {
        await using var room = await ApiRoom.OpenAsync(new Person("1", "Bo Ek", ["b@firm.example"]) { Language = "de" });
        var (id, old) = (await room.HoldAsync(1), room.LinkOf("b@firm.example"));
        room.Clock.Advance(TimeSpan.FromSeconds(2));
        await room.Loop.DoAsync(l => Switch(room, l).Impose(Rita, LockDownScope.Everybody, "", "Stolen conversations", null));
        var (status, page) = await PostAsync(room, old, id);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("Freigaben sind seit", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<button>", page, StringComparison.Ordinal);
        room.Clock.Advance(TimeSpan.FromSeconds(2));
        await room.Loop.DoAsync(l => Switch(room, l).Lift(Rita, LockDownScope.Everybody, "", "over"));
        (status, page) = await PostAsync(room, old, id);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("wurden Freigaben gesperrt", page, StringComparison.Ordinal);
        Assert.Equal(QuarantineState.Held, await room.StateAsync(id));
        (status, _) = await PostAsync(room, room.LinkOf("b@firm.example"), id);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task WordsOfTheMail_AreNeverMarkupAndNeverALink()
    {
        await using var room = await ApiRoom.OpenAsync();
        await room.HoldAsync(2, from: "www.evil.example/login@evil.example");
        await room.HoldAsync(1, subject: "<script>alert(1)</script> http://thief.example/1 \u202Etxt.exe");
        var page = await GetAsync(room, room.LinkOf("b@firm.example"), decode: false);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://thief", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", page, StringComparison.Ordinal);
        Assert.Contains("http[:]//thief[.]example/1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_ThatIsNone_OrTooLarge_IsRefused()
    {
        await using var room = await ApiRoom.OpenAsync();
        using var none = await room.SendAsync(HttpMethod.Post, "/my", null, new StringContent("x"));
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        using var large = await room.SendAsync(HttpMethod.Post, "/my", null, new FormUrlEncodedContent([new("t", new string('x', 5_000))]));
        Assert.Equal(HttpStatusCode.BadRequest, large.StatusCode);
    }

    private static LockDownSwitch Switch(ApiRoom room, IDecisions decisions) => new(decisions, room.Keeper.Current, room.Clock);

    private static async Task<string> GetAsync(ApiRoom room, string token, bool decode = true)
    {
        using var answer = await room.SendAsync(HttpMethod.Get, "/my?t=" + token, null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return decode ? WebUtility.HtmlDecode(page) : page;
    }

    private static async Task<(HttpStatusCode Status, string Page)> PostAsync(ApiRoom room, string token, string id)
    {
        using var answer = await room.SendAsync(HttpMethod.Post, "/my", null, new FormUrlEncodedContent([new("t", token), new("id", id)]));
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }
}
