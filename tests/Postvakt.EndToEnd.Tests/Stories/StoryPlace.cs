using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Stories;

/// <summary>The company's servers: Postfix delivers into mailboxes of Dovecot, Postvakt guards them with a file of SQLite, Teams is played. Two responders work with it, each with a token.</summary>
internal sealed partial class StoryPlace : IAsyncDisposable
{
    private readonly GatewayPlace _place = new();
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly Stopwatch _time = new();
    private readonly List<string> _steps = [];

    public Workplace Work => _place.Work;

    public MasterDovecot Dovecot { get; private set; } = null!;

    public PostfixInstance Postfix { get; private set; } = null!;

    public TeamsServer Teams { get; private set; } = null!;

    public ServeProcess Serve { get; private set; } = null!;

    /// <summary>What was done when, from the first mail on.</summary>
    public IReadOnlyList<string> Steps => _steps;

    /// <param name="guards">True: Postfix asks Postvakt before it takes a mail. False: mail is delivered, and Postvakt gets journal reports of it.</param>
    public static async Task<StoryPlace> OpenAsync(bool guards)
    {
        var story = new StoryPlace();
        try
        {
            await story.StartAsync(guards);
            return story;
        }
        catch
        {
            await story.DisposeAsync();
            throw;
        }
    }

    public int Count(string from) => _place.Count(from);

    /// <summary>Notes a step with its time.</summary>
    public void Note(string step)
    {
        if (!_time.IsRunning) _time.Start();
        _steps.Add(string.Create(CultureInfo.InvariantCulture, $"{_time.Elapsed.TotalSeconds,7:0.00} s  {step}"));
        TestContext.Current.TestOutputHelper?.WriteLine(_steps[^1]);
    }

    public TimeSpan Elapsed => _time.Elapsed;

    /// <summary>A verb as the first responder types it.</summary>
    public Task<string> OneAsync(params string[] verb) => AskAsync("one", 0, verb);

    /// <summary>As the second one does.</summary>
    public Task<string> TwoAsync(params string[] verb) => AskAsync("two", 0, verb);

    /// <summary>A verb that lists: exit status 1 says that there is something.</summary>
    public Task<string> FindAsync(params string[] verb) => AskAsync("one", null, verb);

    public Task<Outcome> TryAsync(params string[] verb) => Launcher.RunAsync(Work.Folder, [.. verb, "--server", $"http://{Serve.Http}", "--token-file", Work.At("two")]);

    /// <summary>Lines of JSON.</summary>
    public static JsonElement[] Read(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];

    /// <summary>Sends a mail to all its recipients in one transaction; the reply to its end.</summary>
    public static async Task<string> SendAsync(SmtpDialogue client, string from, IEnumerable<string> to, string mail)
    {
        foreach (var line in to.Select(t => $"RCPT TO:<{t}>").Prepend($"MAIL FROM:<{from}>").Append("DATA")) Assert.Matches("^[23]", await client.SayAsync(line));
        return await client.SayAsync(mail + "\r\n.");
    }

    /// <summary>Copies of a mail in the inboxes of the company.</summary>
    public int Delivered(IReadOnlySet<string> ids) => Inboxes().Count(m => MessageId().Match(m) is { Success: true } id && ids.Contains(id.Groups[1].Value));

    public IEnumerable<string> Inboxes() => Firm.People.SelectMany(p => Inbox(p.Address));

    public IReadOnlyList<string> Inbox(string address) => Dovecot.Mails(Firm.Mailbox(address), "");

    /// <summary>Follows the link of the chat message that the sender got, and says no.</summary>
    public async Task SayNoAsync()
    {
        var chat = "";
        await Eventually.TrueAsync(() => (chat = Teams.Asked.FirstOrDefault(a => a.Path.EndsWith("/messages", StringComparison.Ordinal)).Body ?? "").Length > 0);
        var token = Uri.UnescapeDataString(AskLink().Match(JsonDocument.Parse(chat).RootElement.GetProperty("body").GetProperty("content").GetString()!).Groups[1].Value);
        Assert.NotEqual("", token);
        using var http = new HttpClient { BaseAddress = new Uri($"http://{Serve.Http}") };
        var page = await http.GetStringAsync(new Uri("/ask?t=" + Uri.EscapeDataString(token), UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("value=\"no\"", page, StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent([new("t", token), new("answer", "no")]);
        using var answer = await http.PostAsync(new Uri("/ask", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts)) await part.DisposeAsync();
        _place.Dispose();
    }

    private async Task StartAsync(bool guards)
    {
        _parts.Add(Dovecot = await MasterDovecot.StartAsync(Firm.People.Select(p => Firm.Mailbox(p.Address)).Append("report")));
        _parts.Add(Teams = await TeamsServer.StartAsync());
        var (mail, http) = (Ports.Free(), Ports.Free());
        var yaml = Yaml(guards, mail, http);
        await File.WriteAllTextAsync(Work.At("postvakt.yaml"), yaml);
        Work.Write("people.csv", Firm.Directory());
        Secret("master", MasterDovecot.Password);
        Secret("report-password", "of-report");
        Secret("chat-token", "refresh-token");
        Work.Write("history.mbox", Mails.Mbox(Firm.History(TimeProvider.System.GetUtcNow())));
        Assert.Equal(0, (await Work.RunAsync("learn", Work.At("history.mbox"), "--org-domain", Firm.Domain)).WithoutCrash().Status);
        _parts.Add(Serve = await ServeProcess.StartAsync(Work.Folder, Work.Data, yaml));
        _parts.Add(Postfix = await PostfixInstance.StartAtAsync(mail, guards ? $"inet:{Serve.Listeners[0]}" : null, null,
            $"virtual_mailbox_domains = {Firm.Domain}", $"virtual_mailbox_base = {Dovecot.At("mail")}", $"virtual_mailbox_maps = inline:{{ {string.Join(' ', Firm.People.Select(p => p.Address).Append(Firm.ReportAddress).Select(a => $"{{ {a} = {Firm.Mailbox(a)}/ }}"))} }}",
            "virtual_uid_maps = static:8", "virtual_gid_maps = static:8", "virtual_minimum_uid = 1"));
        foreach (var name in (string[])["one", "two"]) await AccountAsync(name);
    }

    private async Task AccountAsync(string name)
    {
        Assert.Equal(0, (await Work.RunAsync("user", "set", $"{name}@{Firm.Domain}", "--role", "responder")).Status);
        string[] scopes = ["held:read", "held:decide", "lockdown", "audit", "sweep", "incidents", "report", "report:decide", "ask", "advise", "system"];
        var token = await Work.RunAsync(["token", "create", "--user", $"{name}@{Firm.Domain}", "--until", "1d", "--scope", .. scopes]);
        Assert.Equal(0, token.Status);
        Secret(name, token.Output.Trim());
    }

    private async Task<string> AskAsync(string who, int? status, string[] verb)
    {
        var outcome = (await Launcher.RunAsync(Work.Folder, [.. verb, "--server", $"http://{Serve.Http}", "--token-file", Work.At(who)])).WithoutCrash();
        Assert.True(outcome.Status == status || (status is null && outcome.Status <= 1), $"{string.Join(' ', verb)}: {outcome.Status} {outcome.Output} {outcome.Error}");
        return outcome.Output.Trim();
    }

    private void Secret(string name, string content)
    {
        Work.Write(name, content);
        File.SetUnixFileMode(Work.At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string Yaml(bool guards, int mail, int http) => $$"""
        mode: enforce
        organisation: { domains: [{{Firm.Domain}}] }
        {{(guards ? "milter: [{ address: \"127.0.0.1:0\" }]" : "smtp: [{ kind: journal, address: \"127.0.0.1:0\" }]")}}
        http: 127.0.0.1:{{http}}
        directory: { csv: { people: "{{Work.At("people.csv")}}" } }
        release: { next_hop: "127.0.0.1:{{mail}}" }
        notices: { from: postvakt@{{Firm.Domain}}, next_hop: "127.0.0.1:{{mail}}", url: "http://127.0.0.1:{{http}}" }
        reports:
          {{(guards ? "address: " + Firm.ReportAddress : $"mailbox: {{ server: \"127.0.0.1:{Dovecot.Port}\", tls: none, user: report, password_file: \"{Work.At("report-password")}\" }}")}}
        advisories: { per_minute: 3000 }
        mailboxes: { imap: { server: "127.0.0.1:{{Dovecot.Port}}", tls: none, master: {{MasterDovecot.Master}}, password_file: "{{Work.At("master")}}", names: local_part } }
        automation: { sweep: { rules: [{ sources: [journal], do: act }] } }
        teams:
          tenant: tenant-1
          chat: { client_id: chat-app, token_file: "{{Work.At("chat-token")}}", user: service-account, authority: "{{Teams.Address}}", endpoint: "{{Teams.Address}}" }

        """;

    [GeneratedRegex("^Message-ID: <([^>]+)>", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex MessageId();

    [GeneratedRegex("""/ask\?t=([^"&\s<]+)""")]
    private static partial Regex AskLink();
}
