using System.Text.Json;
using Postvakt.Questions;
using Postvakt.Server.Directories.Graph;

namespace Postvakt.Server.Teams;

/// <summary>What the bot is told (documentation: "Bot Framework: Activity schema"), as far as it matters here. Nothing in it is believed before the token is checked.</summary>
/// <param name="Person">aadObjectId of who acts, or empty.</param>
/// <param name="IsPersonal">In the one-on-one conversation with the bot.</param>
/// <param name="Action">"add" or "remove" of an installation, else empty.</param>
/// <param name="Verb">Of the button that was pressed, else empty.</param>
internal sealed record BotActivity(string Type, string Channel, string ServiceUrl, string Tenant, string Person, string User, string Bot, string Conversation, bool IsPersonal, string Action, string Verb, string Question, string Answer)
{
    /// <summary>Null where it is none.</summary>
    public static BotActivity? Read(JsonElement json)
    {
        var (from, conversation, data) = (Of(json, "from"), Of(json, "conversation"), Of(json, "channelData"));
        var (action, type) = (Of(Of(json, "value"), "action"), GraphJson.Text(json, "type"));
        var isInvoke = type == "invoke" && GraphJson.Text(json, "name") == "adaptiveCard/action" && GraphJson.Text(action, "type") is "Action.Execute" or "";
        var answer = Of(action, "data");
        var activity = new BotActivity(
            type, GraphJson.Text(json, "channelId"), GraphJson.Text(json, "serviceUrl"), GraphJson.Text(data, "tenant", "id") is { Length: > 0 } tenant ? tenant : GraphJson.Text(conversation, "tenantId"),
            GraphJson.Text(from, "aadObjectId").ToLowerInvariant(), GraphJson.Text(from, "id"), GraphJson.Text(json, "recipient", "id"), GraphJson.Text(conversation, "id"), GraphJson.Text(conversation, "conversationType") == "personal",
            type == "installationUpdate" ? GraphJson.Text(json, "action") : "", isInvoke ? GraphJson.Text(action, "verb") : "", isInvoke ? GraphJson.Text(answer, "question") : "", isInvoke ? GraphJson.Text(answer, "answer") : "");
        string[] texts = [activity.ServiceUrl, activity.User, activity.Bot, activity.Conversation, activity.Question];
        return type.Length is 0 or > 50 || texts.Any(t => t.Length > TeamsContact.MaxText) || activity.Person.Length > 64 || !activity.Person.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? null : activity;
    }

    private static JsonElement Of(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;
}
