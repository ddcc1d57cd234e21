using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Server.Api;
using Postvakt.Server.Configuration;
using Postvakt.Server.Outlook;
using Postvakt.Server.Tests.Support;
using Postvakt.Server.Tests.UserReports;
using Postvakt.UserReports;

namespace Postvakt.Server.Tests.Outlook;

/// <summary>What the add-in's page sends, with tokens of an Exchange and an Entra that the test plays by their documented shapes.</summary>
public sealed class OutlookPagesTests
{
    private const string Tenant = "11111111-2222-3333-4444-555555555555", Client = "66666666-7777-8888-9999-aaaaaaaaaaaa";

    [Fact]
    public async Task ExchangeToken_ReportsTheMail_ForTheMailboxThatItIsBoundTo()
    {
        await using var place = await Place.StartAsync();
        var (status, text) = await place.PostAsync("exchange", place.ExchangeToken("user1"), "b@firm.example", "opened");
        Assert.Equal((HttpStatusCode.OK, "Tack, din anmälan har kommit fram och vi tittar på den. Du får ett meddelande till när vi vet vad det var."), (status, text));
        var report = UserReport.Of((await place.Room.Room.Loop.DoAsync(l => l.RegisteredUnder(UserReport.Kind, "", "", 10))).Single());
        Assert.Equal(("b@firm.example", ReportWay.AddIn, ReporterStatement.Opened), (report.Reporter, report.Way, report.Says));
        // The same mailbox says it is somebody else; another mailbox says it is Bo.
        Assert.Equal(HttpStatusCode.Forbidden, (await place.PostAsync("exchange", place.ExchangeToken("user1"), "c1@firm.example")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await place.PostAsync("exchange", place.ExchangeToken("user2"), "b@firm.example")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await place.PostAsync("exchange", place.ExchangeToken("user3"), "stranger@outside.example")).Status);
        Assert.Single(await place.Room.Room.Loop.DoAsync(l => l.RegisteredUnder(UserReport.Kind, "", "", 10)));
    }

    [Fact]
    public async Task Binding_IsForgotten_WithAReason_AndTheNextMailboxIsBound()
    {
        await using var place = await Place.StartAsync();
        var (room, token, analyst) = (place.Room.Room, await place.Room.Room.TokenAsync(Postvakt.Audit.Role.Responder), await place.Room.Room.TokenAsync(Postvakt.Audit.Role.Analyst));
        Assert.Equal(HttpStatusCode.OK, (await place.PostAsync("exchange", place.ExchangeToken("user1"), "b@firm.example")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await place.PostAsync("exchange", place.ExchangeToken("user2"), "b@firm.example")).Status);
        const string Path = "/api/v1/reports/outlook/B@firm.example";
        Assert.Equal(HttpStatusCode.Forbidden, (await room.AskAsync(HttpMethod.Delete, Path + "?reason=x", analyst)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Delete, Path, token)).Status);
        var (status, body) = await room.AskAsync(HttpMethod.Delete, Path + "?reason=new%20mailbox", token);
        Assert.Equal((HttpStatusCode.OK, true), (status, body.GetProperty("done").GetBoolean()));
        Assert.Equal("unknown", (await room.AskAsync(HttpMethod.Delete, Path + "?reason=again", token)).Body.GetProperty("refusal").GetString());
        Assert.Equal(HttpStatusCode.OK, (await place.PostAsync("exchange", place.ExchangeToken("user2"), "b@firm.example")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await place.PostAsync("exchange", place.ExchangeToken("user1"), "b@firm.example")).Status);
        Assert.Contains("forget-mailbox: done", await room.HistoryAsync("B@firm.example"));
    }

    [Fact]
    public async Task EntraToken_ReportsForThePersonThatItNames_WhateverThePageSays()
    {
        await using var place = await Place.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await place.PostAsync("entra", place.EntraToken("c2@firm.example"), "b@firm.example")).Status);
        Assert.Equal("c2@firm.example", UserReport.Of((await place.Room.Room.Loop.DoAsync(l => l.RegisteredUnder(UserReport.Kind, "", "", 10))).Single()).Reporter);
    }

    [Theory]
    [InlineData("signature")]
    [InlineData("expired")]
    [InlineData("early")]
    [InlineData("amurl")]
    [InlineData("audience")]
    [InlineData("version")]
    [InlineData("key")]
    [InlineData("alg")]
    [InlineData("nothing")]
    public async Task ForgedExchangeToken_ReportsNothing(string forged)
    {
        await using var place = await Place.StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await place.PostAsync("exchange", place.ExchangeToken("user1", forged), "b@firm.example")).Status);
        Assert.Empty(await place.Room.Room.Loop.DoAsync(l => l.RegisteredUnder(UserReport.Kind, "", "", 10)));
    }

    [Theory]
    [InlineData("signature")]
    [InlineData("expired")]
    [InlineData("tenant")]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("key")]
    public async Task ForgedEntraToken_ReportsNothing(string forged)
    {
        await using var place = await Place.StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await place.PostAsync("entra", place.EntraToken("b@firm.example", forged), "b@firm.example")).Status);
    }

    [Fact]
    public async Task KeysThatCannotBeRead_AreOurTrouble_AndNotThePersons()
    {
        await using var place = await Place.StartAsync();
        place.Site.Pages.Clear();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await place.PostAsync("exchange", place.ExchangeToken("user1"), "b@firm.example")).Status);
    }

    [Fact]
    public async Task Page_ComesWithItsWords_AndNarrowRights()
    {
        await using var place = await Place.StartAsync();
        using var page = await place.Http.GetAsync(new Uri("/outlook/pane.html", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("script-src 'self' https://appsforoffice.microsoft.com;", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var settings = JsonDocument.Parse(await place.Http.GetStringAsync(new Uri("/outlook/settings.json?language=de-DE", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal("An die IT melden", settings.RootElement.GetProperty("words").GetProperty("send").GetString());
        var script = await place.Http.GetStringAsync(new Uri("/outlook/pane.js", UriKind.Relative), TestContext.Current.CancellationToken);
        // Every word that the page names is there.
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var words = settings.RootElement.GetProperty("words").EnumerateObject().Select(w => w.Name).ToArray();
        Assert.All(System.Text.RegularExpressions.Regex.Matches(html, "data-word=\"([a-z_]+)\"").Concat(System.Text.RegularExpressions.Regex.Matches(script, "words\\.([a-z_]+)")).Select(m => m.Groups[1].Value), w => Assert.Contains(w, words));
    }

    private sealed class Place : IAsyncDisposable
    {
        private readonly RSA _exchange = RSA.Create(2048), _entra = RSA.Create(2048), _thief = RSA.Create(2048);
        private readonly ApiServer _server;
        private readonly OutlookTokens _tokens;

        private Place(ReportRoom room, WebSite site, ApiServer server, OutlookTokens tokens) => (Room, Site, _server, _tokens) = (room, site, server, tokens);

        public ReportRoom Room { get; }

        public WebSite Site { get; }

        public HttpClient Http { get; } = new();

        private string Metadata => Site.Address + "/autodiscover/metadata/json/1";

        public static async Task<Place> StartAsync()
        {
            var (room, site) = (await ReportRoom.StartAsync(), await WebSite.StartAsync());
            var config = new OutlookConfig(new Uri("https://mail.firm.example"), new Uri(site.Address + "/autodiscover/metadata/json/1"), Tenant, Client, new Uri(site.Address));
            var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            var tokens = new OutlookTokens(config, http, room.Room.Clock);
            var server = await ApiServer.OnTcpAsync(IPEndPoint.Parse("127.0.0.1:0"), room.Room.Api, web => new OutlookPages(config, tokens, room.Intake, room.Room.Loop, ["firm.example"], () => room.Room.Keeper.Current, room.Room.Clock, NullLogger.Instance).Map(web), NullLogger.Instance);
            var place = new Place(room, site, server, tokens);
            place.Http.BaseAddress = new Uri($"http://{server.Address}");
            place.Publish();
            return place;
        }

        public async Task<(HttpStatusCode Status, string Text)> PostAsync(string kind, string token, string address, params string[] says)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/outlook/report", UriKind.Relative))
            {
                Content = new StringContent(JsonSerializer.Serialize(new { kind, token, address, message_id = "<1@partner.example>", from = "a@partner.example", says }), Encoding.UTF8, "application/json"),
            };
            request.Headers.AcceptLanguage.ParseAdd("sv-SE");
            using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            return (answer.StatusCode, json.RootElement.GetProperty("text").GetString()!);
        }

        public string ExchangeToken(string user, string forged = "")
        {
            var now = Room.Room.Clock.GetUtcNow().ToUnixTimeSeconds();
            if (forged == "nothing") return "no.token";
            var context = JsonSerializer.Serialize(new { msexchuid = user, version = forged == "version" ? "ExIdTok.V9" : "ExIdTok.V1", amurl = forged == "amurl" ? "https://thief.example/autodiscover/metadata/json/1" : Metadata });
            return Sign(forged == "signature" ? _thief : _exchange, new { typ = "JWT", alg = forged == "alg" ? "none" : "RS256", x5t = forged == "key" ? "other" : "exchange-key" }, new
            {
                aud = forged == "audience" ? "https://other.example/outlook/pane.html" : "https://mail.firm.example/outlook/pane.html?_host_Info=Outlook", iss = "00000002-0000-0ff1-ce00-000000000000@firm.example",
                nbf = (forged == "early" ? now + 3_600 : now - 60).ToString(System.Globalization.CultureInfo.InvariantCulture), exp = (forged == "expired" ? now - 3_600 : now + 3_600).ToString(System.Globalization.CultureInfo.InvariantCulture),
                appctxsender = "https://mail.firm.example/outlook/pane.html", isbrowserhostedapp = "true", appctx = context,
            });
        }

        public string EntraToken(string person, string forged = "")
        {
            var now = Room.Room.Clock.GetUtcNow().ToUnixTimeSeconds();
            return Sign(forged == "signature" ? _thief : _entra, new { typ = "JWT", alg = "RS256", kid = forged == "key" ? "other" : "entra-key" }, new
            {
                aud = forged == "audience" ? "00000000-1111-2222-3333-444444444444" : Client, iss = forged == "issuer" ? "https://thief.example/" : $"{Site.Address}/{Tenant}/v2.0", tid = forged == "tenant" ? Client : Tenant, nbf = now - 60,
                exp = forged == "expired" ? now - 3_600 : now + 3_600, preferred_username = person, ver = "2.0",
            });
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await _server.DisposeAsync();
            _tokens.Dispose();
            await Site.DisposeAsync();
            await Room.DisposeAsync();
            foreach (var key in (RSA[])[_exchange, _entra, _thief]) key.Dispose();
        }

        private void Publish()
        {
            using var certificate = new CertificateRequest("CN=Microsoft Exchange Server Auth Certificate", _exchange, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero));
            Site.Serves("/autodiscover/metadata/json/1", JsonSerializer.SerializeToUtf8Bytes(new
            {
                id = "_70b34511-d105-4e2b-9675-39f53305bb01", version = "1.0", name = "Exchange", realm = "*", serviceName = "00000002-0000-0ff1-ce00-000000000000", issuer = "00000002-0000-0ff1-ce00-000000000000@*", allowedAudiences = (string[])["00000002-0000-0ff1-ce00-000000000000@*"],
                keys = new[] { new { usage = "signing", keyinfo = new { x5t = "exchange-key" }, keyvalue = new { type = "x509Certificate", value = Convert.ToBase64String(certificate.RawData) } } },
                endpoints = new[] { new { location = Metadata, protocol = "OAuth2", usage = "metadata" } },
            }), "application/json");
            var entra = _entra.ExportParameters(false);
            Site.Serves($"/{Tenant}/discovery/v2.0/keys", JsonSerializer.SerializeToUtf8Bytes(new { keys = new[] { new { kty = "RSA", use = "sig", kid = "entra-key", n = Base64Url.EncodeToString(entra.Modulus), e = Base64Url.EncodeToString(entra.Exponent) } } }), "application/json");
        }

        private static string Sign(RSA key, object header, object claims)
        {
            var signed = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(header)) + "." + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));
            return signed + "." + Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }
    }
}
