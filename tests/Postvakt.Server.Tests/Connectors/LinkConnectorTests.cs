using System.IO.Compression;
using System.Net;
using System.Text;
using Postvakt.Detection;
using Postvakt.Documents.Inspecting;
using Postvakt.Server.Configuration;
using Postvakt.Server.Connectors;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Connectors;

public sealed class LinkConnectorTests : IAsyncLifetime
{
    private WebSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await WebSite.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static LinksConfig Config(params string[] allow) => new(null, "Test/1.0", allow, TimeSpan.FromSeconds(10), 1 << 20, 4);

    private Task<LinkTrail> FollowAsync(string path, params string[] allow)
    {
        var follower = new LinkFollower(Config(allow.Length > 0 ? allow : ["localhost"]));
        return follower.FollowAsync(new Uri(path.Contains("://", StringComparison.Ordinal) ? path : _site.Address + path), TestContext.Current.CancellationToken);
    }

    private static byte[] Archive()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("run.js").Open();
            entry.Write("new ActiveXObject('WScript.Shell').Run('regsvr32 /s x.ocx')"u8);
        }
        return stream.ToArray();
    }

    [Fact]
    public async Task Link_ThatRedirectsToAnArchive_IsFollowedAndOpened()
    {
        _site.Redirects("/a", "/b?x=1");
        _site.Redirects("/b", _site.Address + "/charts.php");
        _site.Serves("/charts.php", Archive(), "application/octet-stream", "charts-12345678.zip");
        using var mail = Mailed.Of($"see {_site.Address}/a");
        using var connector = new LinkConnector(Config("localhost"), new InspectionOptions());
        var findings = await connector.AskAsync(mail.Message, mail.Content, TestContext.Current.CancellationToken);
        Assert.Contains(findings, f => f.Id == "link-to-file" && f.Evidence[0].Text == "charts-12345678.zip (zip)" && f.Evidence.Count == 3);
        Assert.Contains(findings, f => f.Id == "script-acts" && f.Severity == Severity.Critical);
    }

    [Fact]
    public async Task Link_ToAnOrdinaryPage_IsOnlyNoted()
    {
        _site.Serves("/", Encoding.ASCII.GetBytes("<html><body>Welcome</body></html>"), "text/html");
        using var mail = Mailed.Of($"see {_site.Address}/");
        using var connector = new LinkConnector(Config("localhost"), new InspectionOptions());
        var finding = Assert.Single(await connector.AskAsync(mail.Message, mail.Content, TestContext.Current.CancellationToken));
        Assert.Equal(("link-followed", Severity.Info), (finding.Id, finding.Severity));
    }

    [Fact]
    public async Task Requests_CarryNothingOfOurs()
    {
        _site.Redirects("/a", "/b");
        _site.Serves("/b", "ok"u8.ToArray(), "text/plain");
        await FollowAsync("/a");
        Assert.Equal(["/a", "/b"], _site.Asked.Select(a => a.Path));
        Assert.All(_site.Asked, a =>
        {
            Assert.Contains("User-Agent: Test/1.0", a.Headers, StringComparison.Ordinal);
            foreach (var field in (ReadOnlySpan<string>)["Cookie", "Referer", "Authorization", "traceparent"]) Assert.DoesNotContain(field, a.Headers, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://localhost/")]
    public async Task Link_ToAnAddressThatIsNotPublic_IsRefused(string link)
    {
        var trail = await FollowAsync(link, "other.example");
        Assert.Equal("leads to an address that is not public", trail.End);
        Assert.Empty(_site.Asked);
    }

    [Fact]
    public async Task Redirect_ToAnAddressThatIsNotPublic_IsRefused()
    {
        _site.Redirects("/a", $"http://127.0.0.1:{_site.Port}/secret");
        _site.Serves("/secret", "x"u8.ToArray(), "text/plain");
        var trail = await FollowAsync("/a");
        Assert.Equal(("leads to an address that is not public", 2), (trail.End, trail.Hops.Count));
        Assert.Equal(["/a"], _site.Asked.Select(a => a.Path));
    }

    [Theory]
    [InlineData("file:///etc/passwd", "not a web address")]
    [InlineData("http://localhost:22/", "a port that web pages do not use")]
    [InlineData("http://user:word@localhost/", "an address with a user")]
    public async Task Redirect_ToWhatIsNoPage_IsRefused(string to, string end)
    {
        _site.Redirects("/a", to);
        // Allowed by name only on its own port, so that another port of the same name is looked at.
        Assert.Equal(end, (await new LinkFollower(Config()).FollowAsync(new Uri(to), TestContext.Current.CancellationToken)).End);
    }

    [Theory]
    [InlineData("//")]
    [InlineData("///")]
    [InlineData("https:")]
    [InlineData("//:80")]
    public async Task Redirect_ToWhatIsNoAddress_Ends(string to)
    {
        _site.Redirects("/a", to);
        Assert.NotEqual("status 200", (await FollowAsync("/a")).End);
    }

    [Fact]
    public async Task Redirects_InACircle_End()
    {
        _site.Redirects("/a", "/b");
        _site.Redirects("/b", "/a");
        Assert.Equal("goes round in a circle", (await FollowAsync("/a")).End);
    }

    [Fact]
    public async Task Redirects_WithoutEnd_End()
    {
        for (var n = 0; n < 20; n++) _site.Redirects($"/{n}", $"/{n + 1}");
        Assert.Equal("more than 4 redirects", (await FollowAsync("/0")).End);
    }

    [Fact]
    public async Task Answer_WithoutEnd_IsCutAtItsLimit()
    {
        _site.Pages["/long"] = async context =>
        {
            var block = new byte[64 << 10];
            for (var n = 0; n < 2000 && !context.RequestAborted.IsCancellationRequested; n++) await context.Response.Body.WriteAsync(block, context.RequestAborted);
        };
        Assert.Equal(1 << 20, (await FollowAsync("/long")).Content.Length);
    }

    [Fact]
    public async Task Mail_ToMany_IsLeftAlone()
    {
        using var mail = Mailed.Of($"see {_site.Address}/a", more: m => m.Headers.Add("List-Unsubscribe", "<https://list.example/u>"));
        using var connector = new LinkConnector(Config("localhost"), new InspectionOptions());
        Assert.Empty(await connector.AskAsync(mail.Message, mail.Content, TestContext.Current.CancellationToken));
        Assert.Empty(_site.Asked);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("100.64.0.1", false)]
    [InlineData("192.0.2.7", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    public void Address_IsPublicOrNot(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));
}
