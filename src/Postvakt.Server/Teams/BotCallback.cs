using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Audit;
using Postvakt.Questions;
using Postvakt.Quarantine;
using Postvakt.Server.Api;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Teams;

/// <summary>
/// Where the Bot Connector tells of installations and of buttons that were pressed. Who answers is the person that the service names in a request that it signed, of our
/// tenant, and must be the one who was asked.
/// </summary>
internal sealed class BotCallback(TeamsContext context, TeamsBotConfig bot, BotTokenCheck check)
{
    public const string Path = "/teams/messages";

    private const string Channel = "msteams";

    public void Map(IEndpointRouteBuilder web) => web.MapPost(Path, (Delegate)ReceiveAsync).NeedsNothing().ExcludeFromDescription();

    private async Task<IResult> ReceiveAsync(HttpContext http)
    {
        BotActivity? activity;
        try
        {
            // The server bounds the bytes of a request.
            using var json = await JsonDocument.ParseAsync(http.Request.Body, new JsonDocumentOptions { MaxDepth = 32 }, http.RequestAborted).ConfigureAwait(false);
            activity = BotActivity.Read(json.RootElement);
        }
        catch (JsonException)
        {
            activity = null;
        }
        if (activity is null) return Results.StatusCode(StatusCodes.Status400BadRequest);
        var vouched = activity.Channel == Channel ? await check.ServiceUrlAsync(http.Request.Headers.Authorization.ToString(), activity.Channel, http.RequestAborted).ConfigureAwait(false) : null;
        if (vouched is null || vouched.TrimEnd('/') != activity.ServiceUrl.TrimEnd('/') || !bot.Allows(vouched) || !activity.Tenant.Equals(context.Config.Tenant, StringComparison.OrdinalIgnoreCase))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (activity.Person.Length == 0) return Results.Ok();
        if (activity.Type == "invoke") return await AnswerAsync(activity, http.RequestAborted).ConfigureAwait(false);
        if (activity.IsPersonal) await NoteAsync(activity, http.RequestAborted).ConfigureAwait(false);
        return Results.Ok();
    }

    /// <summary>Only the one-on-one conversation: in a team everybody would see what one person is asked.</summary>
    private Task<bool> NoteAsync(BotActivity activity, CancellationToken cancellation) => context.Errands.DoAsync(l =>
    {
        var now = context.Clock.GetUtcNow();
        if (activity.Action.StartsWith("remove", StringComparison.Ordinal)) TeamsContact.Drop(l, activity.Person, now);
        else if (activity.User.Length > 0 && activity.Conversation.Length > 0) new TeamsContact(activity.Person, activity.ServiceUrl, activity.User, activity.Bot, activity.Conversation).Keep(l, now);
        return true;
    }).WaitAsync(cancellation);

    private async Task<IResult> AnswerAsync(BotActivity activity, CancellationToken cancellation)
    {
        if (activity.Verb != Cards.AnswerVerb || activity.Answer is not ("yes" or "no")) return Reply(400, "application/vnd.microsoft.error", new JsonObject { ["code"] = "BadRequest", ["message"] = "this bot does not know that button" });
        var (ruling, address) = await context.Errands.DoAsync(l => (
            new AnswerQuestion(l, context.Directory(), context.Clock).Answer(new Actor("teams:" + activity.Person, Role.Employee), activity.Person, QuestionWay.Bot, activity.Question, activity.Answer == "yes"),
            SenderQuestion.Find(l, activity.Question)?.Address ?? "")).WaitAsync(cancellation).ConfigureAwait(false);
        var language = context.LanguageOf(address);
        return ruling.Refusal switch
        {
            // The new card takes the place of the one with the buttons.
            Refusal.None => Reply(200, Cards.ContentType, Cards.Notice("", [ruling.In(language)])),
            Refusal.WrongRecipient or Refusal.Unknown => Reply(403, "application/vnd.microsoft.error", new JsonObject { ["code"] = "Forbidden", ["message"] = ruling.In(language) }),
            _ => Reply(200, "application/vnd.microsoft.activity.message", JsonValue.Create(ruling.In(language))),
        };
    }

    /// <summary>"Universal Action Model", response format: the status of HTTP is 200, the answer's own stands inside.</summary>
    private static IResult Reply(int status, string type, JsonNode value) =>
        Results.Content(new JsonObject { ["statusCode"] = status, ["type"] = type, ["value"] = value }.ToJsonString(), "application/json");
}
