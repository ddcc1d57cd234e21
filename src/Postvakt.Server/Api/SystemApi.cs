using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Quarantine;
using Postvakt.Server.Directories;
using Postvakt.Server.Installations;
using Postvakt.Server.Operation;
using Postvakt.Storage.Backups;

namespace Postvakt.Server.Api;

/// <summary>Running the installation: how much is remembered, the directory, back-up, reload, verdicts as they come.</summary>
/// <param name="stopping">Ends those who watch.</param>
internal sealed class SystemApi(ApiContext api, CancellationToken stopping)
{
    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/memory", (CancellationToken c) => api.DoAsync(l => l.Accounts.Account(), c)).WithSummary("How much is remembered").Needs(Role.Analyst, Scope.Memory);
        web.MapGet("/api/v1/directory", () => api.Keeper is { } keeper ? Results.Json(keeper.Status, ApiJson.Options) : Answers.NotFound("no directory is configured")).WithSummary("How the directory stands").Produces<DirectoryStatus>().Produces<ErrorView>(404).Needs(Role.Analyst, Scope.Directory);
        web.MapGet("/api/v1/directory/people/{address}", (string address) => api.Directory().PersonOf(address) is { } person ? Results.Json(person, ApiJson.Options) : Answers.NotFound($"the directory knows nobody with the address {address}"))
            .WithSummary("A person of the directory").Produces<Person>().Produces<ErrorView>(404).Needs(Role.Analyst, Scope.Directory);
        web.MapPost("/api/v1/directory/refresh", async (RefreshRequest body, Caller caller, CancellationToken c) =>
        {
            var keeper = api.Keeper ?? throw new InstallationException("no directory is configured");
            await AuditAsync(caller, "refresh-directory", body.Accept ? "accept" : "", c).ConfigureAwait(false);
            return await keeper.RefreshAsync(body.Accept, c).ConfigureAwait(false);
        }).WithSummary("Ask the directory's source anew").Needs(Role.Administrator, Scope.Directory);
        web.MapPost("/api/v1/backup", async (BackupRequest body, Caller caller, CancellationToken c) =>
        {
            await AuditAsync(caller, "backup", body.Folder ?? "", c).ConfigureAwait(false);
            return await BackupAsync(body.Folder ?? "", c).ConfigureAwait(false);
        }).WithSummary("Write a back-up into a folder of the server").Needs(Role.Administrator, Scope.System);
        web.MapPost("/api/v1/reload", () => (api.Reload ?? throw new InstallationException("no server runs"))()).WithSummary("Read the configuration anew").Needs(Role.Administrator, Scope.System);
        web.MapGet("/api/v1/verdicts", (Delegate)FollowAsync).WithSummary("Verdicts as they are reached, a line of JSON each").Produces<VerdictNotice>(200, "application/x-ndjson").Needs(Role.Analyst, Scope.System);
    }

    private Task AuditAsync(Caller caller, string action, string subject, CancellationToken cancellation)
    {
        var now = api.Clock.GetUtcNow();
        return api.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(now, caller.Actor, action, subject, "", AuditEvent.Done)), now), cancellation);
    }

    /// <summary>Beside the ledger's thread: the copy is one consistent state while mail goes on.</summary>
    private Task<BackupResult> BackupAsync(string folder, CancellationToken cancellation)
    {
        if (api.BackupFrom is not { } from) throw new InstallationException("the store is PostgreSQL: back it up with pg_dump, which has held mail too, and keep a copy of the key ring apart from it");
        if (!Path.IsPathFullyQualified(folder)) throw new InstallationException("a back-up goes into a folder that is named with its whole path");
        return Task.Run(() => StoreBackup.Write(from, folder, api.Clock), cancellation);
    }

    private async Task FollowAsync(HttpContext context)
    {
        if (api.Feed is not { } feed) throw new InstallationException("no server runs on this data directory; start one: postvakt serve");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "application/x-ndjson";
        await context.Response.StartAsync(end.Token).ConfigureAwait(false);
        // Who watches sees at once that it began: the first mail may be long in coming.
        await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
        await foreach (var notice in feed.WatchAsync(end.Token).ConfigureAwait(false))
        {
            await JsonSerializer.SerializeAsync(context.Response.Body, notice, ApiJson.Options, end.Token).ConfigureAwait(false);
            await context.Response.Body.WriteAsync("\n"u8.ToArray(), end.Token).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
        }
    }
}
