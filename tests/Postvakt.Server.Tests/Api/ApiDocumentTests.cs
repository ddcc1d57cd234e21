using System.Text;
using System.Text.Json;

namespace Postvakt.Server.Tests.Api;

/// <summary>docs/api.md says what the interface answers.</summary>
public sealed class ApiDocumentTests
{
    [Fact]
    public async Task Examples_AnsweredAsDocumented()
    {
        await using var server = await ExampleServer.StartAsync();
        var faults = new List<string>();
        foreach (var example in ApiExample.Read()) faults.AddRange((await FaultsAsync(server, example)).Select(fault => $"{example}: {fault}"));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Operations_HaveAnExampleEach_AndNoOtherStands()
    {
        await using var server = await ExampleServer.StartAsync();
        using var description = JsonDocument.Parse(await server.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken));
        var operations = description.RootElement.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => $"{o.Name.ToUpperInvariant()} {p.Name}")).ToArray();
        var examples = ApiExample.Read().Select(e => operations.Where(o => IsOf(e, o)).OrderBy(o => o.Count(c => c == '{')).FirstOrDefault($"undescribed: {e}")).Distinct();
        Assert.Equal(operations.Order(StringComparer.Ordinal), examples.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", "answer.b is answered and not documented")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", "answer.b is documented and not answered")]
    [InlineData("""[{"a":1}]""", """[{"a":2},{"a":"2"}]""", "answer[1].a is String, not Number")]
    [InlineData("""{"a":null}""", """{"a":true}""", "answer.a is True, not Null")]
    [InlineData("""{"a":[{}]}""", """{"a":[]}""", "answer.a is empty")]
    public void AnotherShape_IsToldApart(string documented, string answered, string difference)
    {
        using var one = JsonDocument.Parse(documented);
        using var other = JsonDocument.Parse(answered);
        Assert.Equal([difference.Replace("True", "Boolean", StringComparison.Ordinal)], JsonShape.Differences(one.RootElement, other.RootElement));
    }

    private static async Task<IEnumerable<string>> FaultsAsync(ExampleServer server, ApiExample example)
    {
        using var request = new HttpRequestMessage(new HttpMethod(example.Method), await server.FillInAsync(example.Path));
        if (example.Body.Length > 0) request.Content = new StringContent(await server.FillInAsync(example.Body), Encoding.UTF8, "application/json");
        var asked = server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        // An answer that stays open begins with its first line.
        while (example.Path.EndsWith("/verdicts", StringComparison.Ordinal) && !server.IsWatched) await Task.Delay(10, TestContext.Current.CancellationToken);
        server.TellVerdict();
        if (example.Path.StartsWith("/api/v1/events?", StringComparison.Ordinal))
        {
            while (!server.IsFollowed) await Task.Delay(10, TestContext.Current.CancellationToken);
            server.TellEvent();
        }
        using var answer = await asked;
        if ((int)answer.StatusCode != example.Status) return [$"answered {(int)answer.StatusCode}, not {example.Status}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}"];
        if (!example.IsJson) return answer.Content.Headers.ContentType?.MediaType == example.Answer ? [] : [$"answered {answer.Content.Headers.ContentType}"];
        using var documented = JsonDocument.Parse(example.Answer);
        using var answered = JsonDocument.Parse(await ReadAsync(answer.Content));
        return [.. JsonShape.Differences(documented.RootElement, answered.RootElement)];
    }

    /// <summary>All of the answer, or the first line of one that stays open.</summary>
    private static async Task<string> ReadAsync(HttpContent answer)
    {
        if (answer.Headers.ContentType?.MediaType != "application/x-ndjson") return await answer.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var lines = new StreamReader(await answer.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        return (await lines.ReadLineAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Whether an example is of an operation such as "GET /api/v1/held/{id}".</summary>
    private static bool IsOf(ApiExample example, string operation)
    {
        var (one, other) = ($"{example.Method} {example.Path.Split('?')[0]}".Split('/'), operation.Split('/'));
        return one.Length == other.Length && one.Zip(other).All(p => p.First == p.Second || p.Second.StartsWith('{'));
    }
}
