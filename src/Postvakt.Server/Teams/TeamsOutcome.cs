using System.Globalization;
using System.Text.Json;
using Postvakt.Server.Directories;

namespace Postvakt.Server.Teams;

/// <summary>What came of sending something.</summary>
/// <param name="Kind">Whether to try again.</param>
/// <param name="After">When to try again, as the service asks; null where it does not say.</param>
/// <param name="Why">In plain words; empty where it was sent.</param>
internal sealed record TeamsOutcome(TeamsOutcomeKind Kind, TimeSpan? After, string Why)
{
    public static readonly TeamsOutcome Sent = new(TeamsOutcomeKind.Sent, null, "");

    public static TeamsOutcome Never(string why) => new(TeamsOutcomeKind.Never, null, why);

    public static TeamsOutcome Later(string why, TimeSpan? after = null) => new(TeamsOutcomeKind.Later, after, why);

    /// <summary>
    /// 429 and what a server says of itself (5xx) is tried again, as the documentation asks ("Throttling", "Rate limiting"); what is gone (404, 410), and what is refused,
    /// is not. 401 is: the token is asked for anew.
    /// </summary>
    public static TeamsOutcome Of(string what, TeamsReply reply)
    {
        if (reply.IsDone) return Sent;
        var why = reply.Status == 0 ? $"{what}: {reply.Fault}" : string.Create(CultureInfo.InvariantCulture, $"{what}: {reply.Status}{(reply.Status is 404 or 410 ? " (gone)" : "")}{CodeOf(reply)}");
        return reply.Status is 0 or 401 or 408 or 429 or >= 500 ? Later(why, reply.After) : Never(why);
    }

    /// <summary>{"error":{"code":"BotNotInConversationRoster"}}.</summary>
    private static string CodeOf(TeamsReply reply) =>
        reply.Json is { } json && json.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object && error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
            ? " " + DirectoryText.Show(code.ToString()) : "";
}
