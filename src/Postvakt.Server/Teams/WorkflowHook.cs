using System.Text.Json.Nodes;
using Postvakt.Server.Directories;

namespace Postvakt.Server.Teams;

/// <summary>
/// Posts a card to a channel through a Workflows webhook (documentation: "Create incoming webhooks with Workflows for Microsoft Teams"). The address holds a signature:
/// it stands in a file, and in no log.
/// </summary>
internal sealed class WorkflowHook(TeamsHttp http, string file)
{
    /// <summary>What such a webhook takes; a bare text it drops.</summary>
    public static JsonObject Message(JsonObject card) => new()
    {
        ["type"] = "message", ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = Cards.ContentType, ["contentUrl"] = null, ["content"] = card }),
    };

    public async Task<TeamsOutcome> SendAsync(JsonObject card, CancellationToken cancellation)
    {
        try
        {
            var text = await SecretFile.ReadAsync(file, cancellation).ConfigureAwait(false);
            if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)) return TeamsOutcome.Never("channel: the webhook's address is none with https://");
            return TeamsOutcome.Of("channel", await http.PostAsync(address, null, Message(card), cancellation).ConfigureAwait(false));
        }
        catch (DirectorySourceException unreadable)
        {
            // An operator mends it.
            return TeamsOutcome.Later("channel: " + unreadable.Message);
        }
    }
}
