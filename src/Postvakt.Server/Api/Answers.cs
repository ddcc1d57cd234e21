using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Postvakt.Quarantine;

namespace Postvakt.Server.Api;

/// <summary>What endpoints answer.</summary>
internal static class Answers
{
    /// <summary>What came of a decision, with the status that fits.</summary>
    public static IResult Of(Ruling ruling, Caller caller) => Results.Json(RulingView.Of(ruling, caller.Language), ApiJson.Options, statusCode: StatusOf(ruling));

    public static int StatusOf(Ruling ruling) => ruling.Refusal switch
    {
        Refusal.None => StatusCodes.Status200OK,
        Refusal.NotAllowed => StatusCodes.Status403Forbidden,
        Refusal.Unknown when IsMissing(ruling.Key) => StatusCodes.Status404NotFound,
        Refusal.Unknown or Refusal.NoReason or Refusal.WrongRecipient => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status409Conflict,
    };

    /// <summary>What a request is about does not exist, or does no more; a value that is none is 400.</summary>
    private static bool IsMissing(string key) => key is "Unknown" or "AskNoRecord" or "NoQuestion" or "PartnerNoNotice" or "NoAdvisory" or "NoAccount" or "NoToken" or "NoSession" or "NoCampaign" or "FeedNone" or "NoIncident" or "NoStep"
        or "NoIndicator" or "NotSuspected" or "NoJob" or "VerdictNoMail" or "NoException" or "NoSuchLock" or "NoPublication" or "NoSweep" or "ReportUnknown" or "OutlookNotBound";

    public static IResult NotFound(string sentence) => Results.Json(new ErrorView(sentence), ApiJson.Options, statusCode: StatusCodes.Status404NotFound);

    /// <summary>Describes an endpoint that decides.</summary>
    public static RouteHandlerBuilder Decides(this RouteHandlerBuilder endpoint, string summary) => endpoint.WithSummary(summary)
        .Produces<RulingView>().Produces<RulingView>(StatusCodes.Status400BadRequest).Produces<RulingView>(StatusCodes.Status403Forbidden).Produces<RulingView>(StatusCodes.Status404NotFound).Produces<RulingView>(StatusCodes.Status409Conflict);
}
