using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Feeds;
using Postvakt.Server.Configuration;
using Postvakt.Server.Feeds;
using Postvakt.Server.Tests.Api;
using Postvakt.Server.Tests.Support;
using Postvakt.Signals;

namespace Postvakt.Server.Tests.Feeds;

/// <summary>Feeds read from servers that answer as they should, and from others.</summary>
public sealed class FeedPollerTests : IAsyncLifetime
{
    private ApiRoom _room = null!;
    private WebSite _site = null!;
    private FeedPoller? _poller;

    public async ValueTask InitializeAsync() => (_room, _site) = (await ApiRoom.OpenAsync(), await WebSite.StartAsync());

    public async ValueTask DisposeAsync()
    {
        if (_poller is not null) await _poller.DisposeAsync();
        await _site.DisposeAsync();
        await _room.DisposeAsync();
    }

    [Fact]
    public async Task List_IsReadWhole_AndWhatItNoLongerHasIsTakenOut()
    {
        Serves("one.example\ntwo.example\n");
        Start(List());
        await UntilAsync(() => Knows("one.example") && Knows("two.example"));
        Serves("two.example\nthree.example\n");
        await UntilAsync(() => !Knows("one.example") && Knows("three.example"), TimeSpan.FromMinutes(5));
        Assert.True(Knows("two.example"));
        Assert.Equal(2, (await TallyAsync()).Held);
    }

    [Fact]
    public async Task BadAnswers_LeaveWhatWasKnown_AndAreSaid()
    {
        Serves("one.example\n");
        Start(List(), FeedLimits.Default with { MaxAnswer = 1_000, Request = TimeSpan.FromSeconds(5) });
        await UntilAsync(() => Knows("one.example"));
        foreach (var (page, said) in new (RequestDelegate Page, string Said)[]
        {
            (c => Answer(c, 500, ""), "refused, 500"),
            (c => Answer(c, 200, "# nothing\n"), "gives nothing any more"),
            (c => Answer(c, 401, ""), "is the password or token right?"),
            (c => Answer(c, 200, new string('x', 2_000)), "larger than 1000 bytes"),
            (c =>
            {
                c.Response.Headers.Location = "https://elsewhere.invalid/";
                return Answer(c, 302, "");
            }, "that is not followed"),
            (c =>
            {
                c.Abort();
                return Task.CompletedTask;
            }, "error occurred"),
        })
        {
            _site.Pages["/list"] = page;
            await UntilAsync(() => State?.LastError.Contains(said, StringComparison.Ordinal) == true, TimeSpan.FromMinutes(5));
            Assert.True(Knows("one.example"));
        }
        Assert.True(State!.Failures >= 5);
        Serves("two.example\n");
        await UntilAsync(() => Knows("two.example") && State!.LastError.Length == 0, TimeSpan.FromMinutes(30));
        Assert.Equal(0, State!.Failures);
    }

    [Fact]
    public async Task Feed_HoldsNoMoreThanItsShare()
    {
        Serves(string.Concat(Enumerable.Range(0, 1_500).Select(n => $"h{n}.example\n")));
        Start(List() with { Options = new FeedOptions("list", FeedClass.Public) { Most = 700 } });
        await UntilAsync(() => State?.LastGood is not null);
        Assert.Equal((700L, 800, 1_500), ((await TallyAsync()).Held, State!.Last.Over, State.Last.Given));
    }

    [Fact]
    public async Task Collection_OfATaxiiServer_IsReadFromWhereItWasLeft()
    {
        await ShareApiTests.CampaignAsync(_room, "links /a/N", 1);
        await PublishAsync("links /a/N");
        var token = await _room.TokenAsync(Role.Analyst, Scope.Taxii);
        var secret = _room.File("taxii.token", token + "\n");
        Start(new FeedConfig(new FeedOptions("circle", FeedClass.Partner), FeedKind.Taxii, new FeedServerConfig(new Uri(_room.Address, "/taxii2/"), null, secret, null, null), null, "published", TimeSpan.FromMinutes(1), ""));
        await UntilAsync(() => State?.LastGood is not null || State?.LastError.Length > 0);
        Assert.Equal("", State!.LastError);
        Assert.True(Knows("new.example"));
        var position = State.Position;
        Assert.NotEmpty(position);
        _room.Clock.Advance(TimeSpan.FromSeconds(5));
        await ShareApiTests.CampaignAsync(_room, "links /b/N", 50);
        await PublishAsync("links /b/N");
        await UntilAsync(() => string.CompareOrdinal(State!.Position, position) > 0, TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task EndlessPages_AndWrongEnvelopes_AreLeft()
    {
        const string Path = "/api/collections/c/objects/";
        Start(new FeedConfig(new FeedOptions("circle", FeedClass.Partner), FeedKind.Taxii, new FeedServerConfig(new Uri(_site.Address + Path), null, null, null, null), null, "", TimeSpan.FromMinutes(1), ""), FeedLimits.Default with { Pages = 20 });
        foreach (var (body, said) in ((string, string)[])[("[]", "no TAXII envelope"), ("{\"more\":true,\"next\":\"same\"}", "lead round in a circle"), ("{\"more\":true}", "says that there is more, and not where"), ("{\"objects\":7}", "no TAXII envelope")])
        {
            _site.Serves(Path, Encoding.UTF8.GetBytes(body), "application/taxii+json;version=2.1");
            await UntilAsync(() => State?.LastError.Contains(said, StringComparison.Ordinal) == true, TimeSpan.FromMinutes(10));
        }
        // Each page another place: it ends after as many as are read at once.
        var page = 0;
        _site.Pages[Path] = c =>
        {
            c.Response.ContentType = "application/taxii+json;version=2.1";
            return c.Response.WriteAsync($"{{\"more\":true,\"next\":\"p{Interlocked.Increment(ref page)}\"}}");
        };
        await UntilAsync(() => State!.LastError.Length == 0 && State.LastGood is not null, TimeSpan.FromMinutes(10));
        Assert.InRange(page, 20, 40);
    }

    private FeedState? State => _room.Feeds.States.Values.SingleOrDefault();

    private FeedConfig List() => new(new FeedOptions("list", FeedClass.Public) { Lasts = TimeSpan.FromDays(365) }, FeedKind.PlainFile, new FeedServerConfig(new Uri(_site.Address + "/list"), null, null, null, null), null, "", TimeSpan.FromMinutes(1), "host");

    private void Serves(string list) => _site.Serves("/list", Encoding.UTF8.GetBytes(list), "text/plain");

    private static Task Answer(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(text);
    }

    private bool Knows(string host) => _room.Feeds.Book.Find("host", host, _room.Clock.GetUtcNow()) is not null;

    private Task<FeedTally> TallyAsync() => _room.Loop.DoAsync(l => l.Feeds().Single());

    private void Start(FeedConfig feed, FeedLimits? limits = null) => _poller = new FeedPoller(_room.Loop, [feed], _room.Feeds, _room.Taker, limits ?? FeedLimits.Default, _room.Clock, NullLogger.Instance);

    private async Task PublishAsync(string campaign) => await _room.AskAsync(HttpMethod.Post, "/api/v1/publications", await _room.TokenAsync(Role.Responder), new { campaign, reason = "for partners" });

    /// <summary>Time goes on until it is so.</summary>
    private async Task UntilAsync(Func<bool> so, TimeSpan? atOnce = null)
    {
        for (var tick = 0; ; tick++)
        {
            await _room.Feeds.LookAsync();
            if (so()) return;
            Assert.True(tick < 2_000, $"never came: {State?.LastError}");
            // A pause between attempts is long; within one time must not run away.
            _room.Clock.Advance(State?.Busy is null && atOnce is { } step ? step : TimeSpan.FromMilliseconds(250));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
