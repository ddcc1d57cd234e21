using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Feeds;
using Postvakt.Indicators;
using Postvakt.Server.Feeds;
using Postvakt.Signals;

namespace Postvakt.Server.Api;

/// <summary>What others share with us: feeds, imports, and where they were found in mail.</summary>
internal sealed class FeedApi(ApiContext api)
{
    /// <summary>Bytes of a file that is imported. 16 MiB: half a million names are read as a configured feed.</summary>
    private const int MaxFile = 16 << 20;

    /// <summary>Matches and indicators on a list.</summary>
    private const int Most = 500;

    /// <summary>Things in a file that could not be read, that are told.</summary>
    private const int MaxSkipped = 20;

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/feeds", ListAsync).WithSummary("Feeds, and how each stands").Needs(Role.Analyst, Scope.Incidents);
        web.MapGet("/api/v1/feeds/aside", AsideAsync).WithSummary("What a feed gave that mail is not looked through for").Needs(Role.Analyst, Scope.Incidents);
        web.MapGet("/api/v1/feeds/matches", MatchesAsync).WithSummary("Mails of before that carry what feeds gave later, newest first").Needs(Role.Analyst, Scope.Incidents);
        web.MapPost("/api/v1/feeds/poll", async (FeedRequest body, Caller caller, CancellationToken c) => Answers.Of(await api.DoAsync(l => new FeedDecisions(l, api.Clock).Poll(caller.Actor, body.Name ?? "", Room.Configured.IsRead(body.Name ?? "")), c).ConfigureAwait(false), caller))
            .Decides("Have a configured feed read now").Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/feeds/import", ImportAsync).Decides("Take a file in as a feed of its own").Produces<FeedImportView>().WithMetadata(new RequestSize(2 * MaxFile)).Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/feeds/drop", async (FeedRequest body, Caller caller, CancellationToken c) => Answers.Of(await api.DoAsync(l => new FeedDecisions(l, api.Clock).Drop(caller.Actor, body.Name ?? "", Room.Configured.Has(body.Name ?? ""), body.Reason ?? ""), c).ConfigureAwait(false), caller))
            .Decides("Forget a feed that is not configured, with all that it gave").Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/feeds/word", WordAsync).Decides("Say of an indicator of a feed that it is meant, or that mail is not to be looked through for it").Needs(Role.Responder, Scope.Incidents);
    }

    private FeedRoom Room => api.Feeds ?? throw new WrongRequestException("feeds are not served here");

    private async Task<IReadOnlyList<FeedView>> ListAsync(CancellationToken cancellation) => [.. (await api.DoAsync(FeedOverview.All, cancellation).ConfigureAwait(false)).Select(f => FeedView.Of(f, Room.Configured.PlaceOf(f.State.Name)))];

    private async Task<IReadOnlyList<AsideView>> AsideAsync(string? name, CancellationToken cancellation) =>
        [.. (await api.DoAsync(l => l.AsideInFeed(FeedDecisions.IsName(name ?? "") ? name! : throw new WrongRequestException("name a feed"), null, Most), cancellation).ConfigureAwait(false)).Select(AsideView.Of)];

    private async Task<IReadOnlyList<FeedMatchView>> MatchesAsync(string? name, CancellationToken cancellation) => [.. (await api.DoAsync(l => RetroMatch.All(l, name ?? "", "", Most), cancellation).ConfigureAwait(false)).Select(FeedMatchView.Of)];

    private async Task<IResult> ImportAsync(FeedImportRequest body, Caller caller, CancellationToken cancellation)
    {
        var form = Word<FeedForm>(body.Format, null) ?? throw new WrongRequestException("format is stix, misp, csv or plain");
        var standing = Word<FeedClass>(body.Class, FeedClass.Public) ?? throw new WrongRequestException("class is public, partner or sister");
        if (body.Type is { Length: > 0 } type && (form != FeedForm.Plain || !IndicatorText.Types.Contains(type))) throw new WrongRequestException("type is for a plain list, and one of " + string.Join(", ", IndicatorText.Types));
        if (body.Confidence is < 0 or > 100) throw new WrongRequestException("confidence is 0 to 100");
        if (body.Days is < 1 or > 365) throw new WrongRequestException("days are 1 to 365");
        var bytes = Encoding.UTF8.GetBytes(body.Content ?? "");
        if (bytes.Length > MaxFile) throw new WrongRequestException("the file is larger than 16 MiB: configure it as a feed");
        var feed = new FeedOptions(body.Name ?? "", standing) { Confidence = body.Confidence ?? 50, Lasts = TimeSpan.FromDays(body.Days ?? 30) };
        var reading = FeedReading.Read(bytes, form, body.Type ?? "", api.Clock.GetUtcNow());
        if (reading.Fault is { } fault) throw new WrongRequestException("the file cannot be read: " + fault);
        var room = Room;
        var ruling = await api.DoAsync(l => new FeedDecisions(l, api.Clock).Import(caller.Actor, feed, room.Configured.Has(feed.Name), body.Reason ?? ""), cancellation).ConfigureAwait(false);
        if (!ruling.IsDone) return Answers.Of(ruling, caller);
        var counts = await room.Taker.TakeAsync(feed, reading, isWhole: false, cancellation).ConfigureAwait(false);
        await api.DoAsync(l => l.FindRegistered(FeedState.Kind, feed.Name) is { } entry && l.Note((FeedState.Of(entry) with { LastAttempt = api.Clock.GetUtcNow() }).Good(counts, "", "", api.Clock.GetUtcNow()).Change(entry.Version)), cancellation).ConfigureAwait(false);
        return Results.Json(new FeedImportView(feed.Name, counts.Given, counts.Added, counts.Aside, counts.Over, counts.Unsure, counts.Ended, counts.Unusable, [.. reading.Skipped.Take(MaxSkipped).Select(s => $"{s.What}: {s.Why}")]), ApiJson.Options);
    }

    private async Task<IResult> WordAsync(FeedWordRequest body, Caller caller, CancellationToken cancellation)
    {
        var indicator = IndicatorText.Parse(body.Indicator ?? "") ?? throw new WrongRequestException("no indicator; write host:NAME, url:LINK, address:ADDRESS, file:NAME or sha256:DIGEST");
        return Answers.Of(await api.DoAsync(l => new FeedDecisions(l, api.Clock).Stand(caller.Actor, body.Name ?? "", indicator, body.Meant, body.Reason ?? ""), cancellation).ConfigureAwait(false), caller);
    }

    /// <summary>Null for a word that is none of them.</summary>
    private static T? Word<T>(string? word, T? usual) where T : struct, Enum => word is null or "" ? usual : Enum.TryParse<T>(word, ignoreCase: true, out var read) && Enum.IsDefined(read) && !char.IsAsciiDigit(word[0]) ? read : null;
}
