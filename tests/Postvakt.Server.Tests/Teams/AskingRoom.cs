using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Questions;
using Postvakt.Server.Api;
using Postvakt.Server.Configuration;
using Postvakt.Server.Notices;
using Postvakt.Server.Teams;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Teams;

/// <summary>A room in which Anna of the firm is asked, by a worker, over services that a test plays.</summary>
internal sealed class AskingRoom : IAsyncDisposable
{
    public const string Anna = "anna@firm.example", AnnaId = "aad-anna", Service = "/";
    private static readonly Actor Ann = new("user:ann", Role.Analyst);
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly ApiServer _server;
    private readonly TeamsWays _ways;

    private AskingRoom(ApiRoom room, TeamsServer teams, TemporaryFolder folder, TeamsContext context, TeamsWays ways, ApiServer server, QuestionWorker worker) =>
        (Room, Teams, _folder, Context, _ways, _server, Worker) = (room, teams, folder, context, ways, server, worker);

    public ApiRoom Room { get; }

    public TeamsServer Teams { get; }

    public TeamsContext Context { get; }

    public QuestionWorker Worker { get; }

    public static async Task<AskingRoom> StartAsync(string ways, string language = "en", string? serviceUrls = null)
    {
        var folder = new TemporaryFolder();
        var teams = await TeamsServer.StartAsync();
        var room = await ApiRoom.OpenAsync(new Person(AnnaId, "Anna Berg", [Anna, "a.berg@firm.example"]) { Language = language, Manager = "boss@firm.example" }, new Person("aad-bo", "Bo Ek", ["b@firm.example"]));
        var address = new Uri(teams.Address);
        var config = new TeamsConfig("tenant-1", true,
            ways.Contains("bot") ? new TeamsBotConfig("bot-app", folder.Write("secret", "s3cret"), address, "tenant-1", "https://api.botframework.com/.default", new Uri(address, "/metadata"), "https://api.botframework.com", [new Uri(serviceUrls ?? teams.Address)]) : null,
            ways.Contains("chat") ? new TeamsChatConfig("client-1", null, folder.Write("refresh", "first-refresh-token\n"), "aad-service", address, address) : null,
            ways.Contains("hook") ? folder.Write("hook", teams.Address + "/hook") : null);
        var context = new TeamsContext(room.Loop, config, "https://mail.firm.example", room.Keys, () => room.Keeper.Current, () => new PolicyConfig(), room.Clock);
        var all = new TeamsWays(config, room.Clock);
        var server = await ApiServer.OnTcpAsync(IPEndPoint.Parse("127.0.0.1:0"), room.Api, web =>
        {
            new QuestionPages(context).Map(web);
            if (config.Bot is { } bot) new BotCallback(context, bot, all.Check!).Map(web);
        }, NullLogger.Instance);
        return new AskingRoom(room, teams, folder, context, all, server, new QuestionWorker(context, all, null, NullLogger.Instance));
    }

    /// <summary>A mail in Anna's name.</summary>
    public Task<string> HoldAsync(int number, string from = Anna) => Room.HoldAsync(number, from: from);

    public Task<Ruling> AskAsync(string record, Actor? actor = null) => Room.Loop.DoAsync(l =>
    {
        var entry = l.FindRecord(record)!;
        return new AskSender(l, Room.Keeper.Current, Room.Clock).Ask(actor ?? Ann, new AskedRecord(record, entry.From, entry.Campaign, entry.At), "looks odd");
    });

    /// <summary>The app is installed for Anna.</summary>
    public Task InstallAsync(string conversation = "a:anna") => Room.Loop.DoAsync(l =>
    {
        new TeamsContact(AnnaId, Teams.Address + Service, "29:anna", "28:bot-app", conversation).Keep(l, Room.Clock.GetUtcNow());
        return true;
    });

    public Task<SenderQuestion> QuestionAsync() => Room.Loop.DoAsync(l => SenderQuestion.Of(l.RegisteredUnder(SenderQuestion.Kind, "", "", 10)[0]));

    public Task<int> QuestionsAsync() => Room.Loop.DoAsync(l => l.RegisteredUnder(SenderQuestion.Kind, "", "", 1_000).Count);

    public Task<LedgerEntry> RecordAsync(string id) => Room.Loop.DoAsync(l => l.FindRecord(id)!);

    public Task<bool> SuspectedAsync() => Room.Loop.DoAsync(l => AccountSuspected.Is(l, AnnaId));

    public Task<IReadOnlyList<QueuedJob>> JobsAsync(string kind) => Room.Loop.DoAsync(l => l.Take(kind, Room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 100));

    public async Task<SenderQuestion> UntilAsync(Func<SenderQuestion, bool> fits, TimeSpan? step = null)
    {
        for (var i = 0; i < 3_000; i++)
        {
            if (await QuestionAsync() is var question && fits(question)) return question;
            Room.Clock.Advance(step ?? TimeSpan.FromSeconds(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        throw new InvalidOperationException($"it never came: {await QuestionAsync()}");
    }

    public async Task<T> UntilAsync<T>(Func<Task<T>> read, Func<T, bool> fits)
    {
        for (var i = 0; i < 3_000; i++)
        {
            if (await read() is var value && fits(value)) return value;
            Room.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        throw new InvalidOperationException("it never came");
    }

    /// <summary>What the service posts when a button is pressed.</summary>
    public string Press(string question, string answer, string person = AnnaId, string tenant = "tenant-1", string? serviceUrl = null, string channel = "msteams") => JsonSerializer.Serialize(new
    {
        type = "invoke", name = "adaptiveCard/action", channelId = channel, serviceUrl = serviceUrl ?? Teams.Address + Service, from = new { id = "29:anna", aadObjectId = person },
        recipient = new { id = "28:bot-app" }, conversation = new { id = "a:anna", conversationType = "personal", tenantId = tenant }, channelData = new { tenant = new { id = tenant } },
        value = new { action = new { type = "Action.Execute", verb = "postvakt.answer", data = new { question, answer } }, trigger = "manual" },
    });

    public async Task<(HttpStatusCode Status, string Body)> CallBackAsync(string body, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{_server.Address}/teams/messages")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<(HttpStatusCode Status, string Page)> PageAsync(string token, string? answer = null)
    {
        using var request = new HttpRequestMessage(answer is null ? HttpMethod.Get : HttpMethod.Post, new Uri($"http://{_server.Address}/ask{(answer is null ? "?t=" + token : "")}"));
        if (answer is not null) request.Content = new FormUrlEncodedContent([new("t", token), new("answer", answer)]);
        using var page = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (page.StatusCode, WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    public string Token() => Teams.Token(Room.Clock.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        _http.Dispose();
        await _server.DisposeAsync();
        _ways.Dispose();
        await Room.DisposeAsync();
        await Teams.DisposeAsync();
        _folder.Dispose();
    }
}
