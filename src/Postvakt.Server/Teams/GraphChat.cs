using System.Text.Json;
using System.Text.Json.Nodes;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.Server.Directories.Graph;

namespace Postvakt.Server.Teams;

/// <summary>
/// Writes to one person as a service account (documentation: "Create chat", "Send message in a chat"; delegated permissions Chat.Create and ChatMessage.Send). Creating
/// the chat of two people twice gives the same one.
/// </summary>
internal sealed class GraphChat : IDisposable
{
    private readonly TeamsHttp _http;
    private readonly TeamsChatConfig _config;
    private readonly ServiceToken _token;

    public GraphChat(TeamsHttp http, TeamsChatConfig config, string tenant, TimeProvider clock)
    {
        (_http, _config) = (http, config);
        _token = new ServiceToken(http, TeamsHttp.Below(config.Authority, tenant + "/oauth2/v2.0/token"), FormAsync, clock, KeepAsync);
    }

    /// <param name="person">Id of the person in the tenant.</param>
    /// <param name="html">The message; escaped by who made it.</param>
    public async Task<TeamsOutcome> SendAsync(string person, string html, CancellationToken cancellation)
    {
        if (person.Length > 64 || !person.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) return TeamsOutcome.Never("chat: the directory's id of the person is none of the tenant");
        var (token, missing) = await _token.GetAsync(cancellation).ConfigureAwait(false);
        if (token is null) return missing;
        var chat = await _http.PostAsync(TeamsHttp.Below(_config.Endpoint, "v1.0/chats"), token, new JsonObject { ["chatType"] = "oneOnOne", ["members"] = new JsonArray(Member(_config.User), Member(person)) }, cancellation).ConfigureAwait(false);
        if (!chat.IsDone) return Outcome(chat);
        if (chat.Json is not { } json || GraphJson.Text(json, "id") is not { Length: > 0 and < 500 } id) return TeamsOutcome.Never("chat: the answer names no chat");
        return Outcome(await _http.PostAsync(TeamsHttp.Below(_config.Endpoint, $"v1.0/chats/{Uri.EscapeDataString(id)}/messages"), token, new JsonObject { ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = html } }, cancellation).ConfigureAwait(false));
    }

    public void Dispose() => _token.Dispose();

    private JsonObject Member(string id) => new()
    {
        ["@odata.type"] = "#microsoft.graph.aadUserConversationMember", ["roles"] = new JsonArray("owner"), ["user@odata.bind"] = TeamsHttp.Below(_config.Endpoint, $"v1.0/users('{id}')").ToString(),
    };

    private TeamsOutcome Outcome(TeamsReply reply)
    {
        if (reply.Status == 401) _token.Forget();
        return TeamsOutcome.Of("chat", reply);
    }

    private async Task<Dictionary<string, string>> FormAsync(CancellationToken cancellation)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token", ["client_id"] = _config.ClientId, ["refresh_token"] = await SecretFile.ReadAsync(_config.TokenFile, cancellation).ConfigureAwait(false),
            ["scope"] = $"{TeamsHttp.Below(_config.Endpoint, "Chat.Create")} {TeamsHttp.Below(_config.Endpoint, "ChatMessage.Send")} offline_access",
        };
        if (_config.SecretFile is { } file) form["client_secret"] = await SecretFile.ReadAsync(file, cancellation).ConfigureAwait(false);
        return form;
    }

    /// <summary>The service gives a newer refresh token with each answer; the older one holds on for a while, so that failing to keep it does no harm now.</summary>
    private async Task KeepAsync(JsonElement answer, CancellationToken cancellation)
    {
        if (GraphJson.Text(answer, "refresh_token") is not { Length: > 0 and < 4_000 } newer) return;
        try
        {
            var beside = _config.TokenFile + ".new";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var file = new StreamWriter(beside, System.Text.Encoding.ASCII, options);
            await using (file.ConfigureAwait(false)) await file.WriteAsync(newer.AsMemory(), cancellation).ConfigureAwait(false);
            File.Move(beside, _config.TokenFile, overwrite: true);
        }
        catch (Exception readOnly) when (readOnly is IOException or UnauthorizedAccessException)
        {
            // The file of the operator stays as it is.
        }
    }
}
