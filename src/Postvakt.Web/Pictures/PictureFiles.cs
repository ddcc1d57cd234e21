using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Web.Gate;
using Postvakt.Web.Responding;
using Postvakt.Web.Situations;
using Postvakt.Web.Mails;

namespace Postvakt.Web.Pictures;

/// <summary>The tables of pictures as files: "/pictures/NAME.csv?id=…". What there is stands here, a line for each.</summary>
internal static class PictureFiles
{
    private static readonly IReadOnlyList<PictureSource> All =
    [
        new(MailRates.Name, new Need(Role.Analyst, Scope.HeldRead), ask => ask.Console.Rates.Read(ask.Ledger, ask.Now, key => ask.Say(key))),
        new(CampaignSight.OverTime, new Need(Role.Analyst, Scope.Incidents), ask => CampaignSight.Read(ask.Ledger, ask.Id)?.Time(key => ask.Say(key))),
        new(CampaignSight.OverMailboxes, new Need(Role.Analyst, Scope.Incidents), ask => CampaignSight.Read(ask.Ledger, ask.Id)?.Mailboxes(key => ask.Say(key))),
        new(IncidentSight.Timeline, new Need(Role.Analyst, Scope.Incidents), ask => IncidentSight.Read(ask.Ledger, ask.Console, ask.Id)?.Happened((key, values) => ask.Say(key, values))),
        new(IncidentPeople.Name, new Need(Role.Analyst, Scope.Incidents), ask => IncidentPeople.Read(ask.Ledger, ask.Id, ask.Actor, ask.Now)?.Table(key => ask.Say(key))),
        new(IncidentHunts.Name, new Need(Role.Analyst, Scope.Incidents), ask => IncidentHunts.Read(ask.Ledger, ask.Console.Terms, ask.Id, ask.Actor, ask.Now)?.Table(key => ask.Say(key))),
        ConversationTable.Source,
    ];

    /// <summary>Where the file of a picture is.</summary>
    public static string Of(string name, string id) => id.Length == 0 ? $"/pictures/{name}.csv" : $"/pictures/{name}.csv?id={Uri.EscapeDataString(id)}";

    public static void Map(IEndpointRouteBuilder web)
    {
        foreach (var source in All) web.MapGet(Of(source.Name, ""), (HttpContext http, ConsoleContext console) => SendAsync(http, console, source)).WithMetadata(PageMark.Instance, source.Need).ExcludeFromDescription();
    }

    private static async Task SendAsync(HttpContext http, ConsoleContext console, PictureSource source)
    {
        var (id, actor, now) = (http.Request.Query["id"].ToString(), http.Features.Get<Visitor>()!.Actor, console.Clock.GetUtcNow());
        var table = id.Length > PictureAsk.MaxId ? null : await console.Ledger.DoAsync(l => source.Read(new PictureAsk(l, console, id, actor, PageLanguage.Of(http), now)), http.RequestAborted).ConfigureAwait(false);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (table is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{source.Name}.csv\"";
        // Without the mark a spreadsheet on Windows takes it for its own code page.
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(CsvText.Of(table))];
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted).ConfigureAwait(false);
    }
}
