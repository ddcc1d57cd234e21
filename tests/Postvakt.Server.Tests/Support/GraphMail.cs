using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Postvakt.Server.Tests.Support;

/// <summary>Plays the mail of Microsoft Graph on loopback, with the documented shapes: one mailbox, pages of two, ids that stay when a mail is moved.</summary>
internal sealed class GraphMail : IAsyncDisposable
{
    public const string User = "anna@firm.example";
    private readonly WebApplication _web;
    private readonly Lock _lock = new();
    private readonly List<Mail> _mails = [];
    private readonly List<string> _folders = ["inbox-id", "sent-id", "drafts-id", "archive-id"];
    private int _number;

    private GraphMail(WebApplication web) => _web = web;

    public Uri Address => new(_web.Urls.Single());

    /// <summary>Method, path and query of every request.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Answers to come before the real ones: status, body and Retry-After of the next request whose text holds the word.</summary>
    public ConcurrentQueue<(string Word, int Status, string Body, string RetryAfter)> Faults { get; } = [];

    /// <summary>Answers about rules and settings.</summary>
    public string Rules { get; set; } = """{"value":[]}""";

    public string Settings { get; set; } = """{"automaticRepliesSetting":{"status":"disabled","externalAudience":"all"}}""";

    public static async Task<GraphMail> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new GraphMail(builder.Build());
        server._web.Run(server.AnswerAsync);
        await server._web.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public void Put(string folder, string messageId, DateTimeOffset at, bool read = false)
    {
        lock (_lock) _mails.Add(new Mail($"AAMk{++_number}", folder, messageId, at, read));
    }

    public int Count(string folder)
    {
        lock (_lock) return _mails.Count(m => m.Folder == folder);
    }

    public void Drop(string folder)
    {
        lock (_lock) _folders.Remove(folder);
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var text = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
        Asked.Enqueue(text);
        using var body = new StreamReader(context.Request.Body);
        var sent = await body.ReadToEndAsync();
        context.Response.ContentType = "application/json";
        if (Faults.TryPeek(out var fault) && text.Contains(fault.Word, StringComparison.Ordinal) && Faults.TryDequeue(out _))
        {
            context.Response.StatusCode = fault.Status;
            if (fault.RetryAfter.Length > 0) context.Response.Headers.RetryAfter = fault.RetryAfter;
            await context.Response.WriteAsync(fault.Body);
            return;
        }
        var (status, answer) = Answer(context.Request, sent);
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(answer);
    }

    private (int, string) Answer(HttpRequest request, string sent)
    {
        var path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path is ["t", "oauth2", "v2.0", "token"]) return (200, """{"token_type":"Bearer","expires_in":3599,"access_token":"eyJ0.token"}""");
        if (request.Headers.Authorization != "Bearer eyJ0.token" || request.Headers["Prefer"] != "IdType=\"ImmutableId\"") return (401, """{"error":{"code":"InvalidAuthenticationToken","message":"x"}}""");
        if (path is not ["v1.0", "users", User, .. var rest]) return (404, """{"error":{"code":"ErrorInvalidUser","message":"x"}}""");
        lock (_lock)
        {
            switch (request.Method, rest)
            {
                case ("GET", ["mailFolders", "inbox", "messageRules"]):
                    return (200, Rules);
                case ("GET", ["mailboxSettings"]):
                    return (200, Settings);
                case ("GET", ["mailFolders", "rss-id"]):
                    return (200, """{"id":"rss-id","displayName":"RSS Feeds"}""");
                case ("GET", ["mailFolders", var name]):
                    var id = name switch { "inbox" => "inbox-id", "sentitems" => "sent-id", "drafts" => "drafts-id", _ => "" };
                    return _folders.Contains(id) ? (200, $$"""{"id":"{{id}}"}""") : Missing;
                case ("GET", ["mailFolders"]):
                    return (200, JsonSerializer.Serialize(new { value = _folders.Where(f => f == "hidden-id").Select(f => new { id = f, displayName = "Postvakt quarantine" }) }));
                case ("POST", ["mailFolders"]):
                    using (var made = JsonDocument.Parse(sent)) if (!made.RootElement.GetProperty("isHidden").GetBoolean() || made.RootElement.GetProperty("displayName").GetString() != "Postvakt quarantine") return (400, "{}");
                    _folders.Add("hidden-id");
                    return (201, """{"id":"hidden-id","displayName":"Postvakt quarantine","isHidden":true}""");
                case ("GET", ["messages"]):
                    return (200, Page(request));
                case ("GET", ["messages", var one]):
                    return _mails.FirstOrDefault(m => m.Id == one) is { } found ? (200, $$"""{"id":"{{found.Id}}","parentFolderId":"{{found.Folder}}"}""") : Missing;
                case ("POST", ["messages", var moved, "move"]):
                    using (var where = JsonDocument.Parse(sent))
                    {
                        var target = where.RootElement.GetProperty("destinationId").GetString()! is var to && to == "inbox" ? "inbox-id" : to;
                        var at = _mails.FindIndex(m => m.Id == moved);
                        if (at < 0 || !_folders.Contains(target)) return Missing;
                        _mails[at] = _mails[at] with { Folder = target };
                        return (201, $$"""{"id":"{{moved}}","parentFolderId":"{{target}}"}""");
                    }
                default:
                    return Missing;
            }
        }
    }

    private static (int, string) Missing => (404, """{"error":{"code":"ErrorItemNotFound","message":"x"}}""");

    private string Page(HttpRequest request)
    {
        const int size = 2;
        var id = request.Query["$filter"].ToString().Split("eq '")[1].TrimEnd('\'').Replace("''", "'", StringComparison.Ordinal);
        var skip = int.TryParse(request.Query["$skip"], CultureInfo.InvariantCulture, out var number) ? number : 0;
        var all = _mails.Where(m => $"<{m.MessageId}>" == id).ToArray();
        var answer = new Dictionary<string, object>
        {
            ["value"] = all.Skip(skip).Take(size).Select(m => new
            {
                id = m.Id, internetMessageId = $"<{m.MessageId}>", receivedDateTime = m.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                from = new { emailAddress = new { name = "Arne", address = "a@partner.example" } }, isRead = m.Read, parentFolderId = m.Folder,
            }),
        };
        if (all.Length > skip + size) answer["@odata.nextLink"] = $"{Address.AbsoluteUri.TrimEnd('/')}{request.Path}?$filter={Uri.EscapeDataString(request.Query["$filter"]!)}&$skip={skip + size}";
        return JsonSerializer.Serialize(answer);
    }

    private sealed record Mail(string Id, string Folder, string MessageId, DateTimeOffset At, bool Read);
}
