using System.Text.Json.Nodes;
using Postvakt.Questions;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.Server.Directories.Graph;

namespace Postvakt.Server.Teams;

/// <summary>Sends messages of the bot (documentation: "Bot Connector REST API", POST v3/conversations and …/activities; "Send proactive messages").</summary>
internal sealed class BotConnector : IDisposable
{
    private readonly TeamsHttp _http;
    private readonly TeamsBotConfig _config;
    private readonly string _tenant;
    private readonly ServiceToken _token;

    /// <param name="tenant">Of the people.</param>
    public BotConnector(TeamsHttp http, TeamsBotConfig config, string tenant, TimeProvider clock)
    {
        (_http, _config, _tenant) = (http, config, tenant);
        _token = new ServiceToken(http, TeamsHttp.Below(config.Authority, config.TokenTenant + "/oauth2/v2.0/token"), async cancellation => new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = config.AppId, ["client_secret"] = await SecretFile.ReadAsync(config.SecretFile, cancellation).ConfigureAwait(false), ["scope"] = config.Scope,
        }, clock);
    }

    /// <summary>Sends a card to a person.</summary>
    public async Task<TeamsOutcome> SendAsync(TeamsContact contact, JsonObject card, CancellationToken cancellation)
    {
        // A reference in the store is no reason to send our token to whom it names.
        if (!_config.Allows(contact.ServiceUrl)) return TeamsOutcome.Never("bot: " + DirectoryText.Show(contact.ServiceUrl) + " is not among teams.bot.service_urls");
        var (token, missing) = await _token.GetAsync(cancellation).ConfigureAwait(false);
        if (token is null) return missing;
        var service = new Uri(contact.ServiceUrl);
        var conversation = contact.Conversation;
        if (conversation.Length == 0)
        {
            var begun = await _http.PostAsync(TeamsHttp.Below(service, "v3/conversations"), token, new JsonObject
            {
                ["bot"] = new JsonObject { ["id"] = contact.Bot }, ["isGroup"] = false, ["members"] = new JsonArray(new JsonObject { ["id"] = contact.User }), ["tenantId"] = _tenant,
                ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = _tenant } },
            }, cancellation).ConfigureAwait(false);
            if (!begun.IsDone) return Outcome(begun);
            conversation = begun.Json is { } json ? GraphJson.Text(json, "id") : "";
            if (conversation.Length is 0 or > TeamsContact.MaxText) return TeamsOutcome.Never("bot: the answer names no conversation");
        }
        return Outcome(await _http.PostAsync(TeamsHttp.Below(service, $"v3/conversations/{Uri.EscapeDataString(conversation)}/activities"), token, new JsonObject
        {
            ["type"] = "message", ["from"] = new JsonObject { ["id"] = contact.Bot }, ["recipient"] = new JsonObject { ["id"] = contact.User }, ["conversation"] = new JsonObject { ["id"] = conversation },
            ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = Cards.ContentType, ["content"] = card }),
        }, cancellation).ConfigureAwait(false));
    }

    public void Dispose() => _token.Dispose();

    private TeamsOutcome Outcome(TeamsReply reply)
    {
        if (reply.Status == 401) _token.Forget();
        return TeamsOutcome.Of("bot", reply);
    }
}
