using System.Net;
using System.Text;
using System.Text.Json;
using ICSharpCode.SharpZipLib.Zip;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.LockDowns;
using Postvakt.Quarantine;
using Postvakt.Server.Api;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Api;

/// <summary>Held mail over the interface.</summary>
public sealed class HeldApiTests
{
    [Theory]
    [InlineData("from=a@partner.example", 3)]
    [InlineData("from=PARTNER.example", 3)]
    [InlineData("to=b@firm.example", 2)]
    [InlineData("to=c@firm.example&from=partner.example", 1)]
    [InlineData("subject=LETTER re", 3)]
    [InlineData("subject=nothing", 0)]
    [InlineData("indicator=new.example", 3)]
    [InlineData("message_id=<3@partner.example>", 1)]
    [InlineData("state=released", 0)]
    [InlineData("since=2030-01-01T00:00:00Z", 0)]
    public async Task List_FindsByWhatIsAskedFor(string query, int count)
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Analyst);
        await room.HoldAsync(1);
        await room.HoldAsync(2);
        await room.HoldAsync(3, "c@firm.example");
        var (status, body) = await room.AskAsync(HttpMethod.Get, "/api/v1/held?" + query.Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal), token);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(count, body.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task List_TurnsPagesWithoutLosingOrRepeating()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Analyst);
        for (var i = 1; i <= 7; i++) await room.HoldAsync(i);
        var (seen, after) = (new List<string>(), "");
        do
        {
            var (_, body) = await room.AskAsync(HttpMethod.Get, "/api/v1/held?max=3&after=" + after, token);
            seen.AddRange(body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
            after = body.GetProperty("next").GetString() ?? "";
        }
        while (after.Length > 0);
        Assert.Equal(7, seen.Count);
        Assert.Equal(7, seen.Distinct().Count());
    }

    [Theory]
    [InlineData("state=open", "there is no such state")]
    [InlineData("after=x", "after is what the page before gave")]
    [InlineData("after=99999999999999999-a", "after is what the page before gave")]
    public async Task List_AskedWrongly_IsRefused(string query, string sentence)
    {
        await using var room = await ApiRoom.OpenAsync();
        var (status, body) = await room.AskAsync(HttpMethod.Get, "/api/v1/held?" + query, await room.TokenAsync(Role.Analyst));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(sentence, body.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_UnderALockDown_IsRefusedInTheCallersLanguage_AndSaysWhatToDo()
    {
        await using var room = await ApiRoom.OpenAsync();
        var (id, token) = (await room.HoldAsync(1), await room.TokenAsync(Role.Responder));
        await room.AskAsync(HttpMethod.Post, "/api/v1/lockdowns", token, new LockDownRequest { Reason = "Stolen conversations" });
        foreach (var (language, words) in new[] { ("en", "Ask the sender by telephone"), ("sv-SE,sv;q=0.9", "Fråga avsändaren per telefon"), ("de", "Fragen Sie den Absender"), ("fr-CA", "Demandez à l’expéditeur"), ("ja", "差出人に確認"), ("tlh", "Ask the sender") })
        {
            var (status, body) = await room.AskAsync(HttpMethod.Post, $"/api/v1/held/{id}/release", token, new ReleaseRequest(), language);
            Assert.Equal(HttpStatusCode.Conflict, status);
            Assert.Equal("locked", body.GetProperty("refusal").GetString());
            Assert.Contains("Stolen conversations", body.GetProperty("text").GetString(), StringComparison.Ordinal);
            Assert.Contains(words, body.GetProperty("text").GetString(), StringComparison.Ordinal);
        }
        Assert.Equal(QuarantineState.Held, await room.StateAsync(id));
        Assert.Equal(6, (await room.HistoryAsync(id)).Count(h => h == "release: locked"));
    }

    [Fact]
    public async Task LockDown_OfAGroup_CoversMailToItsPeopleAlone()
    {
        await using var room = await ApiRoom.OpenAsync(new Person("1", "Bo Ek", ["b@firm.example"]) { Groups = ["Finance"] }, new Person("2", "Cia Lind", ["c@firm.example"]) { Groups = ["Sales"] });
        var token = await room.TokenAsync(Role.Responder);
        var (finance, sales, both) = (await room.HoldAsync(1), await room.HoldAsync(2, "c@firm.example"), await room.HoldAsync(3, "b@firm.example,c@firm.example"));
        Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Post, "/api/v1/lockdowns", token, new LockDownRequest { Scope = LockDownScope.Group, Target = "Nobody", Reason = "attack" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/lockdowns", token, new LockDownRequest { Scope = LockDownScope.Group, Target = "finance", Reason = "attack" })).Status);
        async Task<HttpStatusCode> ReleaseAsync(string id, params string[] to) => (await room.AskAsync(HttpMethod.Post, $"/api/v1/held/{id}/release", token, new ReleaseRequest { Recipients = to })).Status;
        Assert.Equal(HttpStatusCode.Conflict, await ReleaseAsync(finance));
        Assert.Equal(HttpStatusCode.OK, await ReleaseAsync(sales));
        Assert.Equal(HttpStatusCode.Conflict, await ReleaseAsync(both));
        Assert.Equal(HttpStatusCode.OK, await ReleaseAsync(both, "c@firm.example"));
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/lockdowns/lift", token, new LockDownRequest { Scope = LockDownScope.Group, Target = "FINANCE", Reason = "over" })).Status);
        Assert.Equal(HttpStatusCode.OK, await ReleaseAsync(finance));
    }

    [Fact]
    public async Task LockDown_OfAGroupThatTheDirectoryNoLongerKnows_CoversEverybody()
    {
        await using var room = await ApiRoom.OpenAsync(new Person("1", "Bo Ek", ["b@firm.example"]) { Groups = ["Finance"] }, new Person("2", "Cia Lind", ["c@firm.example"]));
        var token = await room.TokenAsync(Role.Responder);
        var (finance, other) = (await room.HoldAsync(1, "b+orders@firm.example"), await room.HoldAsync(2, "c@firm.example"));
        await room.AskAsync(HttpMethod.Post, "/api/v1/lockdowns", token, new LockDownRequest { Scope = LockDownScope.Group, Target = "Finance", Reason = "attack" });
        async Task<HttpStatusCode> ReleaseAsync(string id) => (await room.AskAsync(HttpMethod.Post, $"/api/v1/held/{id}/release", token, new ReleaseRequest())).Status;
        Assert.Equal(HttpStatusCode.Conflict, await ReleaseAsync(finance));
        room.People = [new Person("1", "Bo Ek", ["b@firm.example"]), new Person("2", "Cia Lind", ["c@firm.example"])];
        await room.Keeper.RefreshAsync(accept: true, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Conflict, await ReleaseAsync(finance));
        Assert.Equal(HttpStatusCode.Conflict, await ReleaseAsync(other));
    }

    [Theory]
    [InlineData("release", "{\"recipients\":[\"x@firm.example\"]}", 400, "wrong_recipient")]
    [InlineData("release", "{\"emergency\":true}", 403, "not_allowed")]
    [InlineData("deny", "{}", 409, "not_held")]
    [InlineData("take-back", "{}", 400, "unknown")]
    public async Task Decision_ThatCannotBe_IsRefusedAndAudited(string action, string body, int status, string refusal)
    {
        await using var room = await ApiRoom.OpenAsync();
        var (id, token) = (await room.HoldAsync(1), await room.TokenAsync(Role.Analyst));
        using var answer = await room.SendAsync(HttpMethod.Post, $"/api/v1/held/{id}/{action}", token, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(status, (int)answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(refusal, json.RootElement.GetProperty("refusal").GetString());
        Assert.Single(await room.HistoryAsync(id));
    }

    [Theory]
    [InlineData("not json", 400)]
    [InlineData("{\"recipients\":\"all\"}", 400)]
    [InlineData("{\"recipients\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}", 400)]
    public async Task Request_ThatIsNone_IsRefusedWithASentence_AndNothingIsDecided(string body, int status)
    {
        await using var room = await ApiRoom.OpenAsync();
        var (id, token) = (await room.HoldAsync(1), await room.TokenAsync(Role.Analyst));
        using var answer = await room.SendAsync(HttpMethod.Post, $"/api/v1/held/{id}/release", token, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains("the request is not as it must be", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(QuarantineState.Held, await room.StateAsync(id));
    }

    [Fact]
    public async Task Request_ThatIsTooLarge_IsRefused()
    {
        await using var room = await ApiRoom.OpenAsync();
        var (id, token) = (await room.HoldAsync(1), await room.TokenAsync(Role.Analyst));
        using var answer = await room.SendAsync(HttpMethod.Post, $"/api/v1/held/{id}/release", token, new StringContent($"{{\"reason\":\"{new string('x', 70_000)}\"}}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Original_OfMaliciousMail_ComesInAZipWithAPassword_AndIsAudited()
    {
        await using var room = await ApiRoom.OpenAsync();
        var (id, token) = (await room.HoldAsync(1), await room.TokenAsync(Role.Analyst));
        Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Get, $"/api/v1/held/{id}/original", token)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Get, "/api/v1/held/nothing/original?reason=x", token)).Status);
        using var answer = await room.SendAsync(HttpMethod.Get, $"/api/v1/held/{id}/original?reason=analysis", token);
        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        using var zip = new ZipFile(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        var entry = Assert.Single(zip.Cast<ZipEntry>());
        Assert.True(entry.IsCrypted);
        zip.Password = "infected";
        using var mail = new StreamReader(zip.GetInputStream(entry));
        Assert.StartsWith("Message-ID: <1@partner.example>\r\n", await mail.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("export-original: done", await room.HistoryAsync(id));
    }

    [Fact]
    public async Task Original_NeedsItsOwnScope()
    {
        await using var room = await ApiRoom.OpenAsync();
        var (id, token) = (await room.HoldAsync(1), await room.TokenAsync(Role.Analyst, Scope.HeldRead, Scope.HeldDecide));
        Assert.Equal(HttpStatusCode.Forbidden, (await room.AskAsync(HttpMethod.Get, $"/api/v1/held/{id}/original?reason=x", token)).Status);
        Assert.Empty(await room.HistoryAsync(id));
    }

    [Fact]
    public async Task OpenApi_DescribesEveryOperation_WithWhatItNeeds()
    {
        await using var room = await ApiRoom.OpenAsync();
        var (status, body) = await room.AskAsync(HttpMethod.Get, "/openapi/v1.json", null);
        Assert.Equal(HttpStatusCode.OK, status);
        var operations = body.GetProperty("paths").EnumerateObject().Where(p => p.Name.StartsWith("/api/", StringComparison.Ordinal)).SelectMany(p => p.Value.EnumerateObject()).ToArray();
        Assert.True(operations.Length >= 25, $"{operations.Length} operations");
        Assert.All(operations, o =>
        {
            Assert.StartsWith("Needs the role ", o.Value.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.False(string.IsNullOrEmpty(o.Value.GetProperty("summary").GetString()));
        });
    }
}
