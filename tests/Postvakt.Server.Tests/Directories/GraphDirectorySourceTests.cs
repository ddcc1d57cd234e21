using Postvakt.Directories;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.Server.Directories.Graph;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Directories;

public sealed class GraphDirectorySourceTests : IAsyncLifetime
{
    private const string Secret = "s3cr3t~of.the-application";
    private readonly TemporaryFolder _folder = new();
    private GraphServer _graph = null!;

    public async ValueTask InitializeAsync() => _graph = await GraphServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _graph.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task UsersAndGroups_OfSeveralPages_ArePeople()
    {
        _graph.Answers["/v1.0/users"] = request => (200, request.Query.ContainsKey("$skiptoken")
            ? """{"@odata.context":"x","value":[{"id":"u-3","displayName":"Invoices","mail":"invoices@firm.example","proxyAddresses":["SMTP:invoices@firm.example"],"preferredLanguage":null,"accountEnabled":false},{"id":"u-4","displayName":"Printer","mail":null,"proxyAddresses":[],"accountEnabled":true}]}"""
            : $$$"""{"@odata.context":"x","@odata.nextLink":"{{{_graph.Address}}}v1.0/users?$skiptoken=abc","value":[{"id":"u-1","displayName":"Anna Berg","mail":"anna.berg@firm.example","proxyAddresses":["smtp:a.berg@firm.example","SMTP:Anna.Berg@firm.example","x500:/o=Firm","SIP:anna@firm.example"],"preferredLanguage":"sv-SE","accountEnabled":true,"manager":{"@odata.type":"#microsoft.graph.user","id":"u-2","mail":"bo@firm.example"}},{"id":"u-2","displayName":"Bo Ek","mail":"bo@firm.example","proxyAddresses":[],"accountEnabled":true}]}""", null);
        _graph.Says("/v1.0/groups", """{"value":[{"id":"g-1","displayName":"Finance"},{"id":"g-2","displayName":"All staff"}]}""");
        _graph.Says("/v1.0/groups/g-1/members", """{"value":[{"@odata.type":"#microsoft.graph.user","id":"u-1","mail":"anna.berg@firm.example"},{"@odata.type":"#microsoft.graph.group","id":"g-2"}]}""");
        _graph.Says("/v1.0/groups/g-2/members", """{"value":[{"id":"u-1"},{"id":"u-2"}]}""");
        var people = (await ReadAsync()).People;
        Assert.Equal(["Anna Berg", "Bo Ek", "Invoices"], people.Select(p => p.Name));
        Assert.Equal(["anna.berg@firm.example", "a.berg@firm.example"], people[0].Addresses);
        Assert.Equal(("sv-SE", "bo@firm.example", false), (people[0].Language, people[0].Manager, people[0].IsShared));
        Assert.Equal(["Finance", "All staff"], people[0].Groups);
        Assert.Equal(("All staff", "", true), (people[1].Groups.Single(), people[1].Manager, people[2].IsShared));
        Assert.Equal(("client_credentials", "app-1", Secret, $"{_graph.Address}.default"), (_graph.Form["grant_type"], _graph.Form["client_id"], _graph.Form["client_secret"], _graph.Form["scope"]));
        Assert.Equal("Bearer eyJ0eXAi.token", _graph.Authorization);
        Assert.Contains("/v1.0/users?$select=id,displayName,mail,proxyAddresses,preferredLanguage,accountEnabled&$expand=manager($select=mail)&$top=999", _graph.Asked);
    }

    [Fact]
    public async Task Throttling_IsWaitedOut()
    {
        var asked = 0;
        _graph.Answers["/v1.0/users"] = _ => Interlocked.Increment(ref asked) <= 2 ? (429, """{"error":{"code":"TooManyRequests"}}""", "0") : (200, """{"value":[{"id":"u-1","displayName":"Anna","mail":"anna@firm.example"}]}""", null);
        Assert.Single((await ReadAsync()).People);
        Assert.Equal(3, asked);
    }

    [Theory]
    [InlineData("0", 5)]
    [InlineData("86400", 1)]
    public async Task Throttling_WithoutEnd_IsGivenUp(string retryAfter, int times)
    {
        _graph.Says("/v1.0/users", """{"error":{"code":"TooManyRequests"}}""", 429, retryAfter);
        Assert.EndsWith("refused to list v1.0/users: 429 TooManyRequests", await RefusedAsync(), StringComparison.Ordinal);
        Assert.Equal(times, _graph.Asked.Count(a => a.StartsWith("/v1.0/users", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ATokenThatIsRefused_SaysWhy_WithoutTheSecret()
    {
        _graph.Says("/t/oauth2/v2.0/token", """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Trace ID: 1","error_codes":[7000215]}""", 401);
        var says = await RefusedAsync();
        Assert.EndsWith("no token: 401 invalid_client AADSTS7000215", says, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingPermission_IsNamedAsGraphNamesIt()
    {
        _graph.Says("/v1.0/users", """{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}""", 403);
        Assert.EndsWith("403 Authorization_RequestDenied", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/v1.0/users")]
    [InlineData("http://127.0.0.1:1/v1.0/users")]
    [InlineData("http://user@127.0.0.1/v1.0/users")]
    [InlineData("/v1.0/users?2")]
    public async Task ANextPageElsewhere_IsNotFetched(string link)
    {
        _graph.Says("/v1.0/users", $$"""{"@odata.nextLink":"{{link}}","value":[{"id":"u-1","mail":"a@firm.example"}]}""");
        Assert.Contains("it is not fetched", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARedirect_IsNotFollowed()
    {
        _graph.Says("/v1.0/users", $"{_graph.Address}elsewhere", 302);
        Assert.EndsWith("302", await RefusedAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("/elsewhere", _graph.Asked);
    }

    [Fact]
    public async Task PagesInACircle_End()
    {
        _graph.Says("/v1.0/users", $$"""{"@odata.nextLink":"{{_graph.Address}}v1.0/users","value":[]}""");
        Assert.Contains("more than 3 pages of v1.0/users", await RefusedAsync(new GraphLimits { Pages = 3 }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>proxy</html>", "is no JSON")]
    [InlineData("""{"value":[{"id":"u-1","mail":"a@fi""", "is no JSON")]
    [InlineData("""{"people":[]}""", "has no list \"value\"")]
    [InlineData("[]", "has no list \"value\"")]
    [InlineData("""{"value":{}}""", "has no list \"value\"")]
    public async Task AnAnswerOfAnotherForm_IsASentence(string body, string says)
    {
        _graph.Says("/v1.0/users", body);
        Assert.Contains(says, await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValuesOfOtherKinds_AreMissing()
    {
        _graph.Says("/v1.0/users", """{"value":[1,null,[],{"id":7,"mail":"a@firm.example"},{"id":"../x","mail":"b@firm.example"},{"id":"u-0","displayName":"\ud83d","mail":"\ud83d@firm.example"},{"id":"u-1","displayName":{},"mail":"c@firm.example","proxyAddresses":"x","manager":5,"accountEnabled":"no"}]}""");
        var person = Assert.Single((await ReadAsync()).People);
        Assert.Equal(("c@firm.example", "", "", false), (person.Address, person.Name, person.Manager, person.IsShared));
    }

    [Fact]
    public async Task AnAnswerTooLarge_IsNotReadToItsEnd()
    {
        _graph.Says("/v1.0/users", $$"""{"value":["{{new string('a', 100_000)}}"]}""");
        await RefusedAsync(new GraphLimits { MaxAnswer = 50_000 });
    }

    [Fact]
    public async Task AServiceThatIsSilent_IsGivenUp()
    {
        using var never = new ManualResetEventSlim();
        _graph.Answers["/v1.0/users"] = _ =>
        {
            never.Wait(TimeSpan.FromSeconds(30));
            return (200, "", null);
        };
        Assert.EndsWith("no answer within 0.2 s", await RefusedAsync(new GraphLimits { Request = TimeSpan.FromSeconds(0.2) }), StringComparison.Ordinal);
        never.Set();
    }

    [Fact]
    public async Task AMissingOrEmptySecret_IsSaidBeforeAnythingIsAsked()
    {
        var source = new GraphDirectorySource(Config() with { SecretFile = _folder.Write("empty", "\n") }, TimeProvider.System, new GraphLimits());
        Assert.EndsWith("empty: is empty; a secret is expected", (await Assert.ThrowsAsync<DirectorySourceException>(() => source.ReadAsync(TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        Assert.Empty(_graph.Asked);
    }

    private GraphConfig Config() => new("t", "app-1", _folder.Write("secret", Secret + "\n"), _graph.Address, _graph.Address);

    private Task<DirectorySnapshot> ReadAsync(GraphLimits? limits = null) => new GraphDirectorySource(Config(), TimeProvider.System, limits ?? new GraphLimits()).ReadAsync(TestContext.Current.CancellationToken);

    private async Task<string> RefusedAsync(GraphLimits? limits = null) => (await Assert.ThrowsAsync<DirectorySourceException>(() => ReadAsync(limits))).Message;
}
