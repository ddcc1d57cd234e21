using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Directories;
using Postvakt.Incidents;
using Postvakt.Server.Configuration;
using Postvakt.Server.Responding;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Responding;

public sealed class SuspectTests
{
    private static readonly Person Carl = new("p-carl", "Carl", ["carl@firm.example", "c.carl@firm.example"]);

    [Fact]
    public async Task Account_IsMarkedListedWithItsMailsAndCleared()
    {
        await using var room = await ApiRoom.OpenAsync(Carl);
        var (analyst, token) = (await room.TokenAsync(Role.Analyst), await room.TokenAsync(Role.Responder));
        var before = await room.HoldAsync(1, from: "carl@firm.example");
        room.Clock.Advance(TimeSpan.FromHours(1));
        var since = room.Clock.GetUtcNow();
        room.Clock.Advance(TimeSpan.FromMinutes(1));
        var (held, seen) = (await room.HoldAsync(2, from: "c.carl@firm.example"), await room.HoldAsync(3, from: "carl@firm.example", mode: Detection.Mode.Observe));
        await room.HoldAsync(4, from: "dora@firm.example");

        Assert.Equal(HttpStatusCode.Forbidden, (await room.AskAsync(HttpMethod.Post, "/api/v1/suspects/carl@firm.example", analyst, new { reason = "x" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Post, "/api/v1/suspects/nobody@firm.example", token, new { reason = "x" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Post, "/api/v1/suspects/carl@firm.example", token, new { reason = "" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Post, "/api/v1/suspects/carl@firm.example", token, new { reason = "x", since = room.Clock.GetUtcNow().AddDays(1) })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Get, "/api/v1/suspects/carl@firm.example", analyst)).Status);
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/suspects/carl@firm.example", token, new { reason = "signs in from abroad", since })).Status);

        var suspect = (await room.AskAsync(HttpMethod.Get, "/api/v1/suspects/c.carl@firm.example", analyst)).Body;
        Assert.Equal("carl@firm.example", suspect.GetProperty("account").GetProperty("address").GetString());
        Assert.Equal([(seen, false), (held, true)], suspect.GetProperty("mails").EnumerateArray().Select(m => (m.GetProperty("id").GetString()!, m.GetProperty("held").GetBoolean())).OrderBy(m => m.Item2));
        Assert.NotEqual(before, held);
        var proposal = Assert.Single(await room.Loop.DoAsync(l => l.Take(IncidentProposal.Kind, room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10)));
        Assert.Equal("carl@firm.example", IncidentProposal.Of(proposal.Job).Account);

        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/suspects/carl@firm.example/clear", token, new { reason = "new password" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Post, "/api/v1/suspects/carl@firm.example/clear", token, new { reason = "again" })).Status);
        Assert.Equal(0, (await room.AskAsync(HttpMethod.Get, "/api/v1/suspects", analyst)).Body.GetArrayLength());
    }

    [Fact]
    public async Task Suspected_IsHandedOverOnce_Signed_AlsoAfterFailures()
    {
        await using var room = await ApiRoom.OpenAsync(Carl);
        await using var system = await IdentitySystem.StartAsync(failures: 2);
        var secret = room.File("secret", "key\n");
        Assert.True(await room.Loop.DoAsync(l => new SuspectedAccounts(l, room.Keeper.Current, room.Clock).Mark(ApiRoom.Root, "carl@firm.example", null, "a call").IsDone));
        await using (new AccountWorker(room.Loop, new IdentityConfig(system.Address, secret), () => room.Keeper.Current, room.Clock, NullLogger.Instance))
        {
            // Small steps: a request has 15 seconds of this clock.
            for (var i = 0; i < 600 && system.Taken.Count == 0; i++) await StepAsync();
            // The clock stands until it is noted.
            for (var i = 0; i < 100 && !await ToldAsync(); i++) await Task.Delay(100, TestContext.Current.CancellationToken);
            for (var i = 0; i < 150; i++) await StepAsync();
        }

        async Task StepAsync()
        {
            room.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(30, TestContext.Current.CancellationToken);
        }

        Task<bool> ToldAsync() => room.Loop.DoAsync(l => l.RecentAudit("carl@firm.example", 50).Any(e => e.Event is { Action: "account-told", Outcome: "done" }));
        var (body, signature) = Assert.Single(system.Taken);
        Assert.Contains("\"event\":\"account-suspected\"", body, StringComparison.Ordinal);
        Assert.Contains("\"address\":\"carl@firm.example\"", body, StringComparison.Ordinal);
        Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("key"u8, Encoding.UTF8.GetBytes(body))), signature);
        Assert.Equal(0, system.Failures);
        Assert.Equal(0, await room.Loop.DoAsync(l => new SuspectedAccounts(l, room.Keeper.Current, room.Clock).HandOver()));
    }

    /// <summary>Takes what is posted to it, after it failed some times.</summary>
    private sealed class IdentitySystem(WebApplication web) : IAsyncDisposable
    {
        public List<(string Body, string Signature)> Taken { get; } = [];

        public int Failures { get; private set; }

        public Uri Address => new(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

        public static async Task<IdentitySystem> StartAsync(int failures)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var system = new IdentitySystem(builder.Build()) { Failures = failures };
            await system.RunAsync();
            return system;
        }

        public async ValueTask DisposeAsync() => await web.DisposeAsync();

        private Task RunAsync()
        {
            web.Run(async context =>
            {
                using var reader = new StreamReader(context.Request.Body);
                var body = await reader.ReadToEndAsync();
                if (Failures > 0)
                {
                    Failures--;
                    context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    return;
                }
                Taken.Add((body, context.Request.Headers["X-Postvakt-Signature"].ToString()));
                // More than anybody reads of an answer: it was taken nevertheless.
                await context.Response.Body.WriteAsync(new byte[100 << 10]);
            });
            return web.StartAsync();
        }
    }
}
