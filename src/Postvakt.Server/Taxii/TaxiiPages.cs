using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Quarantine;
using Postvakt.Server.Api;
using Postvakt.Sharing.Publishing;

namespace Postvakt.Server.Taxii;

/// <summary>A server of TAXII 2.1 beside the interface: what was published is read, what partners found is handed in.</summary>
internal sealed class TaxiiPages(ApiContext api)
{
    /// <summary>Bytes that are handed in at once. 4 MiB: thousands of objects.</summary>
    private const int MaxContent = 4 << 20;

    private const string Root = "/taxii2/share/", Collection = Root + "collections/{collection}/";

    private readonly PublishedList _published = new();

    public void Map(IEndpointRouteBuilder web)
    {
        Get(web, "/taxii2/", DiscoverAsync);
        Get(web, Root, RootAsync);
        Get(web, Root + "collections/", CollectionsAsync);
        Get(web, Collection, http => OneAsync(http, c => TaxiiAnswer.WriteAsync(http, 200, c.Write)));
        Get(web, Collection + "manifest/", http => ReadAsync(http, null, ManifestAsync));
        Get(web, Collection + "objects/", http => ReadAsync(http, null, ObjectsAsync));
        Get(web, Collection + "objects/{id}/", http => ReadAsync(http, Id(http), ObjectsAsync));
        Get(web, Collection + "objects/{id}/versions/", http => ReadAsync(http, Id(http), VersionsAsync));
        Mapped(web.MapPost(Collection + "objects/", (RequestDelegate)(http => AskedAsync(http, HandInAsync))).WithMetadata(new RequestSize(MaxContent)), Scope.TaxiiWrite);
        // What is published is withdrawn here, and what is handed in is ours to keep: no client deletes.
        Mapped(web.MapDelete(Collection + "objects/{id}/", (RequestDelegate)(http => AskedAsync(http, h => OneAsync(h, _ => TaxiiAnswer.ErrorAsync(h, StatusCodes.Status403Forbidden, "objects are not deleted by clients"))))), Scope.TaxiiWrite);
        Mapped(web.MapGet(Root + "status/{status}/", (RequestDelegate)(http => AskedAsync(http, StatusAsync))), Scope.TaxiiWrite);
    }

    private static void Get(IEndpointRouteBuilder web, string path, Func<HttpContext, Task> answer) => Mapped(web.MapGet(path, (RequestDelegate)(http => AskedAsync(http, answer))), Scope.Taxii);

    private static void Mapped(IEndpointConventionBuilder endpoint, string scope) => endpoint.WithMetadata(TaxiiMark.Instance, new ExcludeFromDescriptionAttribute()).Needs(Role.Analyst, scope);

    private static Task AskedAsync(HttpContext http, Func<HttpContext, Task> answer) =>
        TaxiiMedia.IsAcceptable(http.Request) ? answer(http) : TaxiiAnswer.ErrorAsync(http, StatusCodes.Status406NotAcceptable, "answers are of type " + TaxiiMedia.Type);

    private Task DiscoverAsync(HttpContext http) => TaxiiAnswer.WriteAsync(http, 200, json =>
    {
        json.WriteString("title", api.Sharing.Producer.Name);
        json.WriteString("description", "What attacks on mail taught, for partners");
        json.WriteString("default", Root);
        json.WriteStartArray("api_roots");
        json.WriteStringValue(Root);
        json.WriteEndArray();
    });

    private static Task RootAsync(HttpContext http) => TaxiiAnswer.WriteAsync(http, 200, json =>
    {
        json.WriteString("title", "Sharing");
        json.WriteStartArray("versions");
        json.WriteStringValue(TaxiiMedia.Type);
        json.WriteEndArray();
        json.WriteNumber("max_content_length", MaxContent);
    });

    private Task CollectionsAsync(HttpContext http) => TaxiiAnswer.WriteAsync(http, 200, json =>
    {
        json.WriteStartArray("collections");
        foreach (var collection in new[] { TaxiiCollection.Published, TaxiiCollection.Inbox(api.Inbox.IsOpen) })
        {
            json.WriteStartObject();
            collection.Write(json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private Task OneAsync(HttpContext http, Func<TaxiiCollection, Task> answer) =>
        TaxiiCollection.Find((string)http.GetRouteValue("collection")!, api.Inbox.IsOpen) is { } collection ? answer(collection) : TaxiiAnswer.ErrorAsync(http, StatusCodes.Status404NotFound, "there is no such collection");

    /// <param name="id">The one object that is asked for, or null for all.</param>
    private Task ReadAsync(HttpContext http, string? id, Func<HttpContext, IReadOnlyList<PublishedObject>, string?, Task> answer) => OneAsync(http, async collection =>
    {
        if (!collection.MayRead)
        {
            await TaxiiAnswer.ErrorAsync(http, StatusCodes.Status403Forbidden, "this collection is not read").ConfigureAwait(false);
            return;
        }
        if (TaxiiFilter.Parse(http.Request.Query, out var fault) is not { } filter)
        {
            await TaxiiAnswer.ErrorAsync(http, StatusCodes.Status400BadRequest, fault).ConfigureAwait(false);
            return;
        }
        var all = _published.Of(await api.DoAsync(l => l.Register(Publication.RegisterKind), http.RequestAborted).ConfigureAwait(false));
        if (id is not null)
        {
            all = [.. all.Where(o => o.Id == id)];
            if (all.Count == 0)
            {
                await TaxiiAnswer.ErrorAsync(http, StatusCodes.Status404NotFound, "there is no such object").ConfigureAwait(false);
                return;
            }
        }
        var (page, next) = filter.Of(all);
        if (page.Count > 0)
        {
            http.Response.Headers["X-TAXII-Date-Added-First"] = TaxiiTime.Of(page[0].AddedAt);
            http.Response.Headers["X-TAXII-Date-Added-Last"] = TaxiiTime.Of(page[^1].AddedAt);
        }
        await answer(http, page, next).ConfigureAwait(false);
    });

    private static Task ObjectsAsync(HttpContext http, IReadOnlyList<PublishedObject> page, string? next) => PageAsync(http, "objects", page, next, (json, thing) => json.WriteRawValue(thing.Json.Span, skipInputValidation: true));

    private static Task ManifestAsync(HttpContext http, IReadOnlyList<PublishedObject> page, string? next) => PageAsync(http, "objects", page, next, (json, thing) =>
    {
        json.WriteStartObject();
        json.WriteString("id", thing.Id);
        json.WriteString("date_added", TaxiiTime.Of(thing.AddedAt));
        json.WriteString("version", TaxiiTime.Of(thing.Version));
        json.WriteString("media_type", TaxiiMedia.Stix);
        json.WriteEndObject();
    });

    private static Task VersionsAsync(HttpContext http, IReadOnlyList<PublishedObject> page, string? next) => PageAsync(http, "versions", page, next, (json, thing) => json.WriteStringValue(TaxiiTime.Of(thing.Version)));

    /// <summary>TAXII 2.1, 3.7: where nothing is found, the list is left out.</summary>
    private static Task PageAsync(HttpContext http, string name, IReadOnlyList<PublishedObject> page, string? next, Action<Utf8JsonWriter, PublishedObject> write) => TaxiiAnswer.WriteAsync(http, 200, json =>
    {
        json.WriteBoolean("more", next is not null);
        if (next is not null) json.WriteString("next", next);
        if (page.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var thing in page) write(json, thing);
        json.WriteEndArray();
    });

    private Task HandInAsync(HttpContext http) => OneAsync(http, async collection =>
    {
        var (status, fault, done) = await TakeAsync(http, collection).ConfigureAwait(false);
        if (done is null) await TaxiiAnswer.ErrorAsync(http, status, fault).ConfigureAwait(false);
        else await TaxiiAnswer.WriteAsync(http, status, done.Write).ConfigureAwait(false);
    });

    private async Task<(int Status, string Fault, TaxiiStatus? Done)> TakeAsync(HttpContext http, TaxiiCollection collection)
    {
        if (!collection.MayWrite) return (StatusCodes.Status403Forbidden, "this collection does not take objects", null);
        if (!TaxiiMedia.IsSent(http.Request)) return (StatusCodes.Status415UnsupportedMediaType, "what is sent is of type " + TaxiiMedia.Type, null);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted).ConfigureAwait(false);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        var read = TaxiiHandIn.Read(bytes);
        if (read.Fault is { } fault) return (StatusCodes.Status400BadRequest, fault, null);
        if (read.Taken == 0) return (StatusCodes.Status422UnprocessableEntity, "no object has a type and an id", null);
        var (actor, now) = (http.Features.Get<Pass>()!.Actor, api.Clock.GetUtcNow());
        if (!await api.Inbox.TryPutAsync(actor.Name, bytes, http.RequestAborted).ConfigureAwait(false))
        {
            http.Response.Headers.RetryAfter = "300";
            return (StatusCodes.Status503ServiceUnavailable, "the inbox is full; try again later", null);
        }
        var status = new TaxiiStatus(Guid.CreateVersion7(now).ToString(), actor.Name, now, read.Taken, read.Refused);
        await api.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(now, actor, "taxii-hand-in", collection.Alias, FormattableString.Invariant($"{read.Taken} objects"), AuditEvent.Done))
        {
            Register = [status.Change(), .. l.RegisteredUnder(TaxiiStatus.Kind, "", "", 1_000).Skip(TaxiiStatus.MaxKept - 1).Select(e => new Registers.RegisterChange(e.Kind, e.Id, null, e.Version))],
        }, now), http.RequestAborted).ConfigureAwait(false);
        return (StatusCodes.Status202Accepted, "", status);
    }

    private async Task StatusAsync(HttpContext http)
    {
        var id = (string)http.GetRouteValue("status")!;
        var entry = id.Length is > 0 and <= 100 ? await api.DoAsync(l => l.FindRegistered(TaxiiStatus.Kind, id), http.RequestAborted).ConfigureAwait(false) : null;
        // What others handed in is theirs.
        if (entry is null || TaxiiStatus.Of(entry) is not { } status || status.Source != http.Features.Get<Pass>()!.Actor.Name) await TaxiiAnswer.ErrorAsync(http, StatusCodes.Status404NotFound, "there is no such status").ConfigureAwait(false);
        else await TaxiiAnswer.WriteAsync(http, 200, status.Write).ConfigureAwait(false);
    }

    private static string Id(HttpContext http) => (string)http.GetRouteValue("id")!;
}
