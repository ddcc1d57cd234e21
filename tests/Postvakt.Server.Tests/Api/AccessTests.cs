using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Server.Api;
using Postvakt.Server.Installations;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Api;

/// <summary>Who may ask for what.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("pvk_")]
    [InlineData("pvk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task WithoutATokenOfOurs_NothingIsAnswered(string? token)
    {
        await using var room = await ApiRoom.OpenAsync();
        var (status, body) = await room.AskAsync(HttpMethod.Get, "/api/v1/held", token);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.StartsWith("a token is needed", body.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_OpensWhatItsScopeAndItsAccountsRoleAllow()
    {
        await using var room = await ApiRoom.OpenAsync();
        var reader = await room.TokenAsync(Role.Administrator, Scope.HeldRead);
        var analyst = await room.TokenAsync(Role.Analyst, Scope.HeldRead, Scope.LockDown);
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Get, "/api/v1/held", reader)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await room.AskAsync(HttpMethod.Get, "/api/v1/audit", reader)).Status);
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Get, "/api/v1/lockdowns", analyst)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await room.AskAsync(HttpMethod.Post, "/api/v1/lockdowns", analyst, new LockDownRequest { Reason = "x" })).Status);
    }

    [Fact]
    public async Task Token_EndsWithItsTimeItsRevocationAndItsAccount()
    {
        await using var room = await ApiRoom.OpenAsync();
        var (root, token) = (await room.TokenAsync(Role.Administrator), await room.TokenAsync(Role.Analyst));
        async Task<HttpStatusCode> StatusAsync() => (await room.AskAsync(HttpMethod.Get, "/api/v1/held", token)).Status;
        var id = (await room.AskAsync(HttpMethod.Get, "/api/v1/tokens", root)).Body.EnumerateArray().Single(t => t.GetProperty("account").GetString() == "analyst").GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync());
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Delete, "/api/v1/tokens/" + id, root)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync());

        token = await room.TokenAsync(Role.Analyst);
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Delete, "/api/v1/accounts/analyst", root)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync());

        token = await room.TokenAsync(Role.Analyst);
        room.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync());
    }

    [Fact]
    public async Task Role_OfTheAccountCountsWhenTheTokenIsUsed()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        await room.Loop.DoAsync(l => new Accounts(l, room.Clock).Set(ApiRoom.Root, "responder", Role.Analyst));
        Assert.Equal(HttpStatusCode.Forbidden, (await room.AskAsync(HttpMethod.Post, "/api/v1/lockdowns", token, new LockDownRequest { Reason = "x" })).Status);
    }

    [Fact]
    public async Task Secret_IsNeitherInTheStoreNorInTheAudit()
    {
        await using var room = await ApiRoom.OpenAsync();
        var secret = await room.TokenAsync(Role.Analyst);
        var kept = await room.Loop.DoAsync(l => string.Join('\n', l.Register(AccessToken.Kind).Select(e => e.Id + e.Json).Concat(l.RecentAudit("", 100).Select(e => e.Event.ToString()))));
        Assert.DoesNotContain(secret[4..], kept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("held:everything", 1, "no scope \"held:everything\"")]
    [InlineData("audit", 400, "at most 366 days")]
    [InlineData("audit", -1, "at most 366 days")]
    public async Task Token_AskedForWrongly_IsRefusedWithASentence(string scope, int days, string sentence)
    {
        await using var room = await ApiRoom.OpenAsync();
        var root = await room.TokenAsync(Role.Administrator);
        var (status, body) = await room.AskAsync(HttpMethod.Post, "/api/v1/tokens", root, new TokenRequest("administrator", [scope], room.Clock.GetUtcNow() + TimeSpan.FromDays(days)));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(sentence, body.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, body.GetProperty("secret").ValueKind);
    }

    [Fact]
    public async Task Endpoint_ThatDeclaresNothing_KeepsTheServerFromStarting()
    {
        await using var room = await ApiRoom.OpenAsync();
        var refused = await Assert.ThrowsAsync<InstallationException>(() => ApiServer.OnTcpAsync(IPEndPoint.Parse("127.0.0.1:0"), room.Api, web => web.MapGet("/secret", () => "everything"), NullLogger.Instance));
        Assert.Contains("/secret does not declare what it needs", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<InstallationException>(() => ApiServer.OnTcpAsync(IPEndPoint.Parse("127.0.0.1:0"), room.Api, web => web.MapGet("/secret", () => "everything").Needs(Role.Analyst, "held:raed"), NullLogger.Instance));
        Assert.Contains("held:raed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Socket_WithAPathThatIsTooLong_IsRefusedWithASentence()
    {
        await using var room = await ApiRoom.OpenAsync();
        using var folder = new TemporaryFolder();
        var deep = Directory.CreateDirectory(folder.At(new string('d', 110))).FullName;
        var refused = await Assert.ThrowsAsync<InstallationException>(() => ApiServer.OnSocketAsync(deep, room.Api, NullLogger.Instance));
        Assert.Contains("a socket's path has at most 107 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Null(await ApiClient.FindAsync(deep, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Socket_ActsForTheAccountAtItsOtherEnd_WithoutAToken()
    {
        await using var room = await ApiRoom.OpenAsync();
        using var folder = new TemporaryFolder();
        await using var server = await ApiServer.OnSocketAsync(folder.At(""), room.Api, NullLogger.Instance);
        await using var client = await ApiClient.FindAsync(folder.At(""), TestContext.Current.CancellationToken);
        var ruling = await client!.SendAsync<RulingView>(HttpMethod.Post, "api/v1/lockdowns", new LockDownRequest { Reason = "attack" }, TestContext.Current.CancellationToken);
        Assert.True(ruling.Done, ruling.Text);
        var entry = Assert.Single((await client.GetAsync<List<AuditView>>("api/v1/audit", TestContext.Current.CancellationToken))!);
        Assert.Matches("^account:uid [0-9]+$", entry.Actor);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ApiServer.PathIn(folder.At(""))));
    }

    [Theory]
    [InlineData("http://mail.firm.example", "over https only")]
    [InlineData("ftp://127.0.0.1", "over https only")]
    public void Client_SendsNoTokenWhereItCouldBeRead(string server, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<InstallationException>(() => ApiClient.Of(new Uri(server), "/nowhere")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("pvk_a\npvk_b")]
    public void TokenFile_WithoutAToken_IsRefused(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("token"), content);
        Assert.Contains("holds no token", Assert.Throws<InstallationException>(() => ApiClient.Of(new Uri("https://mail.firm.example"), folder.At("token"))).Message, StringComparison.Ordinal);
    }
}
