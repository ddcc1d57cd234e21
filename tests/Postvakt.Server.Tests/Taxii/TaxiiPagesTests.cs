using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Server.Tests.Api;
using Postvakt.Server.Tests.Support;
using Postvakt.Sharing.Stix;

namespace Postvakt.Server.Tests.Taxii;

public sealed class TaxiiPagesTests
{
    private const string Type = "application/taxii+json;version=2.1", Objects = "/taxii2/share/collections/published/objects/";

    [Fact]
    public async Task Client_FindsItsWayToTheObjects()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Analyst, Scope.Taxii);
        await PublishAsync(room, "links /chart/N", 1);
        var root = (await GetAsync(room, token, "/taxii2/")).Body.GetProperty("default").GetString()!;
        Assert.Equal(Type, (await GetAsync(room, token, root)).Body.GetProperty("versions")[0].GetString());
        var collection = (await GetAsync(room, token, root + "collections/")).Body.GetProperty("collections").EnumerateArray().Single(c => c.GetProperty("can_read").GetBoolean());
        var path = $"{root}collections/{collection.GetProperty("id").GetString()}/";
        Assert.Equal("published", (await GetAsync(room, token, path)).Body.GetProperty("alias").GetString());
        var answer = await GetAsync(room, token, path + "objects/?limit=1000");
        var report = Assert.Single(StixReader.Read(Encoding.UTF8.GetBytes(answer.Text)).Reports);
        Assert.Equal(("links /chart/N", "Firm AB"), (report.Name, report.Producer.Name));
        var manifest = (await GetAsync(room, token, path + "manifest/?limit=1000")).Body.GetProperty("objects");
        Assert.Equal(answer.Body.GetProperty("objects").GetArrayLength(), manifest.GetArrayLength());
        Assert.Equal((manifest[0].GetProperty("date_added").GetString(), manifest[manifest.GetArrayLength() - 1].GetProperty("date_added").GetString()), (answer.First, answer.Last));
        var one = (await GetAsync(room, token, $"{path}objects/{report.Id}/")).Body.GetProperty("objects");
        Assert.Equal(report.Id, Assert.Single(one.EnumerateArray()).GetProperty("id").GetString());
        Assert.Single((await GetAsync(room, token, $"{path}objects/{report.Id}/versions/")).Body.GetProperty("versions").EnumerateArray());
    }

    [Fact]
    public async Task Pages_StayWhileObjectsAreAdded()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Analyst, Scope.Taxii);
        await PublishAsync(room, "links /chart/N", 1);
        var before = Ids((await GetAsync(room, token, Objects + "?limit=1000")).Body);
        var (seen, next, pages) = (new List<string>(), "", 0);
        do
        {
            var page = (await GetAsync(room, token, $"{Objects}?limit=3{(next.Length > 0 ? "&next=" + Uri.EscapeDataString(next) : "")}")).Body;
            seen.AddRange(Ids(page));
            next = page.GetProperty("more").GetBoolean() ? page.GetProperty("next").GetString()! : "";
            if (++pages == 2) await PublishAsync(room, "links /other/N", 11);
        }
        while (next.Length > 0);
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(before, seen.Take(before.Count));
        Assert.True(seen.Count > before.Count);
    }

    [Fact]
    public async Task AddedAfter_TheLastThatWasSeen_GivesWhatIsNew()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Analyst, Scope.Taxii);
        await PublishAsync(room, "links /chart/N", 1);
        var first = await GetAsync(room, token, Objects + "?limit=4");
        var rest = await GetAsync(room, token, $"{Objects}?limit=1000&added_after={first.Last}");
        Assert.Empty(Ids(first.Body).Intersect(Ids(rest.Body)));
        Assert.False((await GetAsync(room, token, $"{Objects}?added_after={rest.Last}")).Body.TryGetProperty("objects", out _));
        // The clock stood still, and yet what comes later is later.
        await PublishAsync(room, "links /other/N", 11);
        Assert.Contains(Ids((await GetAsync(room, token, $"{Objects}?limit=1000&added_after={rest.Last}")).Body), i => i.StartsWith("report--", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Withdrawal_IsReadAsRevoked()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Analyst, Scope.Taxii);
        await PublishAsync(room, "links /chart/N", 1);
        var last = (await GetAsync(room, token, Objects + "?limit=1000")).Last;
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/publications/withdraw", await room.TokenAsync(Role.Responder), new { id = "links /chart/N", reason = "wrong" })).Status);
        var read = Assert.Single(StixReader.Read(Encoding.UTF8.GetBytes((await GetAsync(room, token, $"{Objects}?limit=1000&added_after={last}")).Text)).Reports);
        Assert.True(read.Revoked);
        Assert.All(read.Indicators, i => Assert.True(i.Revoked));
    }

    [Theory]
    [InlineData("match[type]=indicator", "indicator")]
    [InlineData("match[type]=report,campaign", "campaign report")]
    [InlineData("match[type]=report&match[version]=first,all", "report")]
    [InlineData("match[type]=report&match[version]=2001-01-01T00:00:00Z", "")]
    [InlineData("match[spec_version]=2.0", "")]
    [InlineData("match[id]=report--11111111-1111-4111-8111-111111111111", "")]
    public async Task Match_GivesWhatIsAskedFor(string query, string types)
    {
        await using var room = await ApiRoom.OpenAsync();
        await PublishAsync(room, "links /chart/N", 1);
        var body = (await GetAsync(room, await room.TokenAsync(Role.Analyst, Scope.Taxii), $"{Objects}?limit=1000&{query}")).Body;
        Assert.Equal(types, body.TryGetProperty("objects", out var found) ? string.Join(' ', found.EnumerateArray().Select(o => o.GetProperty("type").GetString()).Distinct().Order(StringComparer.Ordinal)) : "");
    }

    [Theory]
    [InlineData("added_after=yesterday")]
    [InlineData("limit=0")]
    [InlineData("limit=-1")]
    [InlineData("next=x")]
    [InlineData("next=99999999999999999999_x")]
    [InlineData("match[version]=newest")]
    public async Task Query_ThatIsNone_IsRefused(string query)
    {
        await using var room = await ApiRoom.OpenAsync();
        var answer = await GetAsync(room, await room.TokenAsync(Role.Analyst, Scope.Taxii), $"{Objects}?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, "400"), (answer.Status, answer.Body.GetProperty("http_status").GetString()));
    }

    [Fact]
    public async Task Token_IsTakenAsBearerAndAsPassword_AndOtherwiseRefused()
    {
        await using var room = await ApiRoom.OpenAsync();
        var (token, other) = (await room.TokenAsync(Role.Analyst, Scope.Taxii), await room.TokenAsync(Role.Responder, Scope.Incidents));
        async Task<HttpStatusCode> Basic(string text) => (await SendAsync(room, HttpMethod.Get, "/taxii2/", new AuthenticationHeaderValue("Basic", text))).Status;
        Assert.Equal(HttpStatusCode.OK, await Basic(Convert.ToBase64String(Encoding.UTF8.GetBytes("partner:" + token))));
        Assert.Equal(HttpStatusCode.OK, await Basic(Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + token))));
        foreach (var wrong in (string[])[Convert.ToBase64String("partner:pvk_"u8), "!", new string('A', 5_000)]) Assert.Equal(HttpStatusCode.Unauthorized, await Basic(wrong));
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(room, other, "/taxii2/")).Status);
        var none = await SendAsync(room, HttpMethod.Get, "/taxii2/", null);
        Assert.Equal((HttpStatusCode.Unauthorized, "401"), (none.Status, none.Body.GetProperty("http_status").GetString()));
        // Basic opens nothing but TAXII.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/publications") { Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("x:" + other))) } };
        Assert.Equal(HttpStatusCode.Unauthorized, await room.StatusOfAsync(request));
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.NotAcceptable)]
    [InlineData("application/taxii+json;version=2.0", HttpStatusCode.NotAcceptable)]
    [InlineData("application/taxii+json", HttpStatusCode.OK)]
    [InlineData("text/html, */*;q=0.1", HttpStatusCode.OK)]
    public async Task Accept_OfAnotherType_IsRefused(string accept, HttpStatusCode status)
    {
        await using var room = await ApiRoom.OpenAsync();
        Assert.Equal(status, (await GetAsync(room, await room.TokenAsync(Role.Analyst, Scope.Taxii), "/taxii2/", accept)).Status);
    }

    [Fact]
    public async Task WhatIsNotThereOrNotRead_IsSaid()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Analyst, Scope.Taxii, Scope.TaxiiWrite);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(room, token, "/taxii2/share/collections/none/objects/")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(room, token, Objects + "report--11111111-1111-4111-8111-111111111111/")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(room, token, "/taxii2/share/collections/inbox/objects/")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(room, token, "/taxii2/share/status/none/")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(room, HttpMethod.Delete, Objects + "report--11111111-1111-4111-8111-111111111111/", new AuthenticationHeaderValue("Bearer", token))).Status);
    }

    [Fact]
    public async Task HandIn_WithoutAnInbox_IsRefused()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Analyst, Scope.TaxiiWrite);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(room, token, "inbox", "{\"objects\":[{\"type\":\"url\",\"id\":\"url--1\"}]}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(room, token, "published", "{\"objects\":[{\"type\":\"url\",\"id\":\"url--1\"}]}")).Status);
    }

    [Fact]
    public async Task HandIn_IsKeptWithItsSource_UntilTheInboxIsFull()
    {
        await using var room = await ApiRoom.OpenAsync();
        room.Inbox.IsOpen = true;
        var token = await room.TokenAsync(Role.Analyst, Scope.TaxiiWrite);
        const string Envelope = "{\"objects\":[{\"type\":\"url\",\"id\":\"url--1\"},{\"type\":\"url\"}]}";
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(room, await room.TokenAsync(Role.Responder, Scope.Taxii), "inbox", Envelope)).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync(room, token, "inbox", Envelope, "application/json")).Status);
        foreach (var wrong in (string[])["", "[]", "{}", "{\"objects\":[]}", "{\"objects\":[1"]) Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(room, token, "inbox", wrong)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(room, token, "inbox", "{\"objects\":[{\"type\":\"a\\ud800\",\"id\":\"b\"}]}")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(room, token, "inbox", "{\"objects\":[7]}")).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(room, token, "inbox", new string(' ', (4 << 20) + 1))).Status);
        var taken = await PostAsync(room, token, "inbox", Envelope);
        Assert.Equal((HttpStatusCode.Accepted, 1, 1), (taken.Status, taken.Body.GetProperty("success_count").GetInt32(), taken.Body.GetProperty("failure_count").GetInt32()));
        Assert.Equal(("user:analyst", Envelope), (room.Inbox.Kept[0].Source, Encoding.UTF8.GetString(room.Inbox.Kept[0].Bundle)));
        var path = $"/taxii2/share/status/{taken.Body.GetProperty("id").GetString()}/";
        Assert.Equal("complete", (await GetAsync(room, token, path)).Body.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(room, await room.TokenAsync(Role.Responder, Scope.TaxiiWrite), path)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await PostAsync(room, token, "inbox", Envelope)).Status);
        Assert.Equal(["taxii-hand-in: done"], await room.HistoryAsync("inbox"));
    }

    private static async Task PublishAsync(ApiRoom room, string name, int first)
    {
        await ShareApiTests.CampaignAsync(room, name, first);
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/publications", await room.TokenAsync(Role.Responder), new { campaign = name, reason = "for partners" })).Status);
    }

    private static List<string> Ids(JsonElement body) => body.TryGetProperty("objects", out var objects) ? [.. objects.EnumerateArray().Select(o => o.GetProperty("id").GetString()!)] : [];

    private static Task<Answered> GetAsync(ApiRoom room, string token, string path, string accept = Type) => SendAsync(room, HttpMethod.Get, path, new AuthenticationHeaderValue("Bearer", token), accept: accept);

    private static Task<Answered> PostAsync(ApiRoom room, string token, string collection, string body, string type = Type) => SendAsync(room, HttpMethod.Post, $"/taxii2/share/collections/{collection}/objects/", new AuthenticationHeaderValue("Bearer", token), new StringContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } });

    private static async Task<Answered> SendAsync(ApiRoom room, HttpMethod method, string path, AuthenticationHeaderValue? who, HttpContent? content = null, string accept = Type)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content, Headers = { Authorization = who } };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        // Else the server closes the line while what it does not take is still being sent.
        request.Headers.ExpectContinue = content is not null;
        using var answer = await room.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Type, answer.Content.Headers.ContentType?.ToString().Replace(" ", "", StringComparison.Ordinal));
        string Field(string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : "";
        using var json = JsonDocument.Parse(text);
        return new Answered(answer.StatusCode, text, json.RootElement.Clone(), Field("X-TAXII-Date-Added-First"), Field("X-TAXII-Date-Added-Last"));
    }

    private sealed record Answered(HttpStatusCode Status, string Text, JsonElement Body, string First, string Last);
}
