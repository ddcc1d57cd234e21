using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Postvakt.Events;
using Postvakt.Protocols.Tests.Smtp;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Configuration;
using Postvakt.Server.Events;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Events;

public sealed class WebhookSinkTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<(string Body, string Signature, string Id)> _taken = [];
    private WebSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await WebSite.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Batch_IsSigned_OverTimeAndBody()
    {
        Answers(202);
        var config = Config() with { SecretFile = _folder.Write("secret", "key\n") };
        await using var sink = new WebhookSink(config, EventFormat.Ocsf, TimeProvider.System);
        Assert.Equal(SinkResult.Taken, (await sink.SendAsync(Told.Many(3), TestContext.Current.CancellationToken)).Result);
        var (body, signature, id) = Assert.Single(_taken);
        Assert.Equal(("mail-m0", 3), (id, body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        var time = signature.Split(',')[0][2..];
        Assert.Equal($"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData("key"u8, Encoding.UTF8.GetBytes(time + "." + body)))}", signature);
        Assert.InRange(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(time, System.Globalization.CultureInfo.InvariantCulture), 0, 60);
    }

    [Theory]
    [InlineData(500, SinkResult.Later)]
    [InlineData(301, SinkResult.Later)]
    [InlineData(401, SinkResult.Later)]
    [InlineData(400, SinkResult.Refused)]
    [InlineData(413, SinkResult.Refused)]
    [InlineData(410, SinkResult.Stopped)]
    public async Task Status_SaysWhatBecomesOfIt(int status, object result)
    {
        Answers(status);
        await using var sink = new WebhookSink(Config(), EventFormat.Ecs, TimeProvider.System);
        Assert.Equal((SinkResult)result, (await sink.SendAsync(Told.Many(1), TestContext.Current.CancellationToken)).Result);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("99999999", 3_600)]
    [InlineData("soon", null)]
    public async Task TooMany_SaysWhen(string after, int? seconds)
    {
        Answers(429, after);
        await using var sink = new WebhookSink(Config(), EventFormat.Ecs, TimeProvider.System);
        Assert.Equal((SinkResult.Later, seconds), await sink.SendAsync(Told.Many(1), TestContext.Current.CancellationToken) is var outcome ? (outcome.Result, (int?)outcome.After?.TotalSeconds) : default);
    }

    [Fact]
    public async Task Slow_IsGivenUp()
    {
        var clock = new ManualClock();
        var asked = new TaskCompletionSource();
        _site.Pages["/hook"] = async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };
        await using var sink = new WebhookSink(Config(), EventFormat.Ecs, clock);
        var sending = sink.SendAsync(Told.Many(1), TestContext.Current.CancellationToken);
        await asked.Task;
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(SinkOutcome.Later("no answer in time"), await sending);
    }

    [Fact]
    public async Task Tls_OfAStranger_IsRefused_AndOfTheNamedAuthorityTaken()
    {
        using var certificate = TestCertificates.Make("localhost");
        using var other = TestCertificates.Make("localhost");
        await using var site = await WebSite.StartAsync(certificate);
        site.Pages["/hook"] = _ => Task.CompletedTask;
        var config = new WebhookConfig(new Uri(site.Address + "/hook"), null, null, _folder.Write("ca.pem", certificate.ExportCertificatePem()), WebhookBody.Lines);
        await using var sink = new WebhookSink(config, EventFormat.Ecs, TimeProvider.System);
        Assert.Equal(SinkResult.Taken, (await sink.SendAsync(Told.Many(1), TestContext.Current.CancellationToken)).Result);
        await using var wary = new WebhookSink(config with { CaFile = _folder.Write("other.pem", other.ExportCertificatePem()) }, EventFormat.Ecs, TimeProvider.System);
        Assert.Equal(SinkOutcome.Later("not reached: SecureConnectionError"), await wary.SendAsync(Told.Many(1), TestContext.Current.CancellationToken));
        Assert.Single(site.Asked);
    }

    [Fact]
    public async Task Teams_IsACard_WhoseTextIsPlain()
    {
        Answers(202);
        await using var sink = new WebhookSink(Config() with { Body = WebhookBody.Teams }, EventFormat.Ecs, TimeProvider.System);
        Assert.Equal((1, SinkResult.Taken), (sink.MaxBatch, (await sink.SendAsync([Told.Mail("m1", "<at>all</at> [a](https://thief.example)")], TestContext.Current.CancellationToken)).Result));
        using var json = JsonDocument.Parse(Assert.Single(_taken).Body);
        var card = json.RootElement.GetProperty("attachments")[0];
        var text = card.GetProperty("content").GetProperty("body")[0].GetProperty("inlines")[0];
        Assert.Equal(("message", "application/vnd.microsoft.card.adaptive", "TextRun"), (json.RootElement.GetProperty("type").GetString(), card.GetProperty("contentType").GetString(), text.GetProperty("type").GetString()));
        Assert.DoesNotContain(text.GetProperty("text").GetString()!, c => c is '<' or '[' or '(');
    }

    [Fact]
    public async Task Slack_IsOneText_AndItsAddressStandsInAFile()
    {
        Answers(200);
        await using var sink = new WebhookSink(new WebhookConfig(null, _folder.Write("url", _site.Address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal) + "/hook\n"), null, null, WebhookBody.Slack), EventFormat.Ecs, TimeProvider.System);
        Assert.Equal((1, SinkResult.Taken), (sink.MaxBatch, (await sink.SendAsync([Told.Mail("m1", "<!channel> @here https://thief.example")], TestContext.Current.CancellationToken)).Result));
        using var json = JsonDocument.Parse(Assert.Single(_taken).Body);
        Assert.Equal("text", Assert.Single(json.RootElement.EnumerateObject()).Name);
        Assert.DoesNotContain(json.RootElement.GetProperty("text").GetString()!, c => c is '<' or '@');
    }

    private WebhookConfig Config() => new(new Uri(_site.Address + "/hook"), null, null, null, WebhookBody.Lines);

    private void Answers(int status, string? after = null) => _site.Pages["/hook"] = async context =>
    {
        using var reader = new StreamReader(context.Request.Body);
        _taken.Add((await reader.ReadToEndAsync(), context.Request.Headers[WebhookSink.SignatureField].ToString(), context.Request.Headers[WebhookSink.IdField].ToString()));
        context.Response.StatusCode = status;
        if (after is not null) context.Response.Headers.RetryAfter = after;
    };
}
