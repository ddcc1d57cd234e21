using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Postvakt.Server.Configuration;
using Postvakt.Server.Feeds;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Feeds;

/// <summary>Servers that are slow, huge, endless, or lead elsewhere: whoever runs a feed may be broken into.</summary>
public sealed class TaxiiClientTests : IAsyncLifetime
{
    private const string Objects = "/api/collections/waves/objects/";

    private static readonly FeedLimits Limits = new() { Request = TimeSpan.FromSeconds(20), MaxAnswer = 100_000, Pages = 5, MaxPages = 1_000_000 };

    private readonly TemporaryFolder _folder = new();
    private WebSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await WebSite.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Pages_AreReadInTurn_FromWhereItWasLeft_WithTheToken()
    {
        _site.Pages[Objects] = async context =>
        {
            var isSecond = context.Request.Query["next"] == "2 &b";
            context.Response.Headers["X-TAXII-Date-Added-Last"] = isSecond ? "2021-11-08T12:00:00.000Z" : "2021-11-08T11:00:00.000Z";
            await context.Response.WriteAsync(isSecond ? """{"objects":[]}""" : """{"more":true,"next":"2 &b","objects":[]}""");
        };
        var pages = await ReadAsync(Objects, after: "2021-11-08T10:00:00.000Z", secret: "s3cret");
        Assert.Equal(["2021-11-08T11:00:00.000Z", "2021-11-08T12:00:00.000Z"], pages.Select(p => p.LastAdded));
        Assert.Equal([$"{Objects}?added_after=2021-11-08T10%3A00%3A00.000Z", $"{Objects}?added_after=2021-11-08T10%3A00%3A00.000Z&next=2%20%26b"], _site.Asked.Select(a => a.Path));
        Assert.All(_site.Asked, a => Assert.Contains("Authorization: Bearer s3cret", a.Headers, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Collection_IsFoundFromTheDiscovery_ByItsTitle()
    {
        Answers("/taxii2/", $$"""{"title":"x","default":"{{_site.Address}}/api/"}""");
        Answers("/api/collections/", """{"collections":[{"id":"waves","title":"Waves of mail","can_read":true},{"id":"other","title":"Other","can_read":true},{"id":"shut","title":"Shut","can_read":false}]}""");
        Answers(Objects, """{"objects":[]}""");
        Assert.Single(await ReadAsync("/taxii2/", collection: "Waves of mail"));
        Assert.Contains("several collections", (await RefusedAsync("/taxii2/")).Message, StringComparison.Ordinal);
        Assert.Contains("no such collection", (await RefusedAsync("/taxii2/", collection: "Shut")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PagesWithoutEnd_EndAtTheLimit()
    {
        var number = 0;
        _site.Pages[Objects] = context => context.Response.WriteAsync($$"""{"more":true,"next":"{{++number}}","objects":[]}""");
        Assert.Equal(Limits.Pages, (await ReadAsync(Objects)).Count);
    }

    [Fact]
    public async Task PagesThatAreTooMuchTogether_EndThere()
    {
        var number = 0;
        _site.Pages[Objects] = context => context.Response.WriteAsync($$"""{"more":true,"next":"{{++number}}","objects":["{{new string('a', 90_000)}}"]}""");
        Assert.Equal(2, (await ReadAsync(Objects, limits: Limits with { MaxPages = 100_000 })).Count);
    }

    [Theory]
    [InlineData("""{"more":true,"next":"1","objects":[]}""", "in a circle")]
    [InlineData("""{"more":true,"objects":[]}""", "not where")]
    public async Task PagesThatLeadNowhere_AreRefused_AndThoseBeforeStay(string page, string why)
    {
        Answers(Objects, page);
        var pages = new List<TaxiiPage>();
        var refused = await RefusedAsync(Objects, into: pages);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(pages);
    }

    [Theory]
    [InlineData("<html>Sign in</html>")]
    [InlineData("[]")]
    [InlineData("""{"objects":{}}""")]
    [InlineData("""{"objects":[""")]
    [InlineData("""{"objects":[],"objects":[1]}""")]
    [InlineData("""{"ne\ud800":1,"objects":[]}""")]
    [InlineData("")]
    public async Task WhatIsNoEnvelope_IsRefused(string answer)
    {
        Answers(Objects, answer);
        Assert.Contains("no TAXII envelope", (await RefusedAsync(Objects)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TooDeep_IsRefused()
    {
        Answers(Objects, $$"""{"objects":{{new string('[', 5_000)}}{{new string(']', 5_000)}}}""");
        Assert.Contains("no TAXII envelope", (await RefusedAsync(Objects)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TooLarge_IsRefused_HoweverSmallItWasPacked(bool isPacked)
    {
        _site.Pages[Objects] = async context =>
        {
            if (isPacked) context.Response.Headers.ContentEncoding = "gzip";
            var body = isPacked ? new GZipStream(context.Response.Body, CompressionLevel.Optimal) : context.Response.Body;
            await using (body)
                for (var piece = 0; piece < 200 && !context.RequestAborted.IsCancellationRequested; piece++) await body.WriteAsync(new byte[10_000], context.RequestAborted);
        };
        Assert.Contains("larger than 100000 bytes", (await RefusedAsync(Objects)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_IsNotFollowed_AndTheTokenGoesNowhere()
    {
        await using var other = await WebSite.StartAsync();
        _site.Redirects(Objects, other.Address + Objects);
        var refused = await RefusedAsync(Objects, secret: "s3cret");
        Assert.True(refused.IsFinal);
        Assert.Contains("not followed", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(other.Asked);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/api/")]
    [InlineData("//elsewhere.example/api/")]
    [InlineData("https://localhost/api/")]
    [InlineData("file:///etc/passwd")]
    public async Task DiscoveryThatLeadsElsewhere_IsRefused(string root)
    {
        Answers("/taxii2/", $$"""{"default":"{{root}}"}""");
        Assert.Contains("elsewhere", (await RefusedAsync("/taxii2/", secret: "s3cret")).Message, StringComparison.Ordinal);
        Assert.Single(_site.Asked);
    }

    [Fact]
    public async Task CollectionNamedLikeAPath_StaysBelowTheRoot()
    {
        Answers("/api/", "{}");
        Answers("/api/collections/", """{"collections":[{"id":"../../admin?x=","can_read":true}]}""");
        await RefusedAsync("/api/");
        Assert.All(_site.Asked, a => Assert.StartsWith("/api/", a.Path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnswerThatNeverEnds_IsGivenUp(bool hasBegun)
    {
        _site.Pages[Objects] = async context =>
        {
            if (hasBegun) await context.Response.WriteAsync("{");
            if (hasBegun) await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };
        Assert.Contains("no whole answer within 0.2 s", (await RefusedAsync(Objects, limits: Limits with { Request = TimeSpan.FromMilliseconds(200) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitThatIsAskedFor_IsKept_ButForNoLongerThanADay()
    {
        _site.Pages[Objects] = context =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (429, "315360000");
            return Task.CompletedTask;
        };
        var before = TimeProvider.System.GetUtcNow();
        var refused = await RefusedAsync(Objects);
        Assert.False(refused.IsFinal);
        Assert.InRange(refused.NotBefore!.Value, before + Limits.Pause, TimeProvider.System.GetUtcNow() + Limits.Pause);
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(401, false)]
    [InlineData(503, false)]
    public async Task Refusal_IsFinal_OnlyWhereItWouldBeTheSameAgain(int status, bool isFinal)
    {
        _site.Pages[Objects] = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        Assert.Equal(isFinal, (await RefusedAsync(Objects)).IsFinal);
    }

    [Fact]
    public async Task PlaceThatIsNoTime_IsNotKept()
    {
        _site.Pages[Objects] = context =>
        {
            context.Response.Headers["X-TAXII-Date-Added-Last"] = "2021&match[type]=x";
            return context.Response.WriteAsync("""{"objects":[]}""");
        };
        Assert.Equal("", Assert.Single(await ReadAsync(Objects)).LastAdded);
    }

    private void Answers(string path, string text) => _site.Serves(path, Encoding.UTF8.GetBytes(text), TaxiiClient.Media);

    private Task<FeedException> RefusedAsync(string path, string collection = "", string? secret = null, FeedLimits? limits = null, List<TaxiiPage>? into = null) =>
        Assert.ThrowsAsync<FeedException>(() => ReadAsync(path, "", collection, secret, limits, into));

    private async Task<List<TaxiiPage>> ReadAsync(string path, string after = "", string collection = "", string? secret = null, FeedLimits? limits = null, List<TaxiiPage>? into = null)
    {
        var (pages, url) = (into ?? [], new Uri(_site.Address + path));
        using var connection = new FeedConnection(new FeedServerConfig(url, null, secret is null ? null : _folder.Write("token", secret + "\n"), null, null), limits ?? Limits, TimeProvider.System);
        await foreach (var page in new TaxiiClient(connection, url, collection, limits ?? Limits).ReadAsync(after, TestContext.Current.CancellationToken)) pages.Add(page);
        return pages;
    }
}
