using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Postvakt.Server.Tests.Support;

/// <summary>
/// Plays the identity service, the Bot Connector with its signing keys, Microsoft Graph's chats and a Workflows webhook on loopback, with the documented shapes. A test
/// answers a path itself where it wants another answer.
/// </summary>
internal sealed class TeamsServer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private TeamsServer(WebApplication web) => _web = web;

    public string Address => _web.Urls.Single();

    public RSA Key { get; } = RSA.Create(2048);

    /// <summary>Every request in order: path, field Authorization, body.</summary>
    public ConcurrentQueue<(string Path, string Authorization, string Body)> Asked { get; } = [];

    /// <summary>Answers by path, one after the other; the last one stays.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<(int Status, string Body, string? RetryAfter)>> Answers { get; } = new();

    public string Endorsements { get; set; } = """["msteams","webchat"]""";

    public static async Task<TeamsServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new TeamsServer(builder.Build());
        server._web.Run(server.AnswerAsync);
        await server._web.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public void Says(string path, int status, string body = "", string? retryAfter = null) => Answers.GetOrAdd(path, _ => []).Enqueue((status, body, retryAfter));

    public IReadOnlyList<(string Path, string Authorization, string Body)> To(string path) => [.. Asked.Where(a => a.Path == path)];

    /// <summary>A token as the Bot Connector signs them.</summary>
    public string Token(DateTimeOffset now, string audience = "bot-app", string issuer = "https://api.botframework.com", string? serviceUrl = null, RSA? key = null, TimeSpan? age = null, string algorithm = SecurityAlgorithms.RsaSha256) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer, Audience = audience, NotBefore = (now - (age ?? TimeSpan.Zero)).UtcDateTime, Expires = (now - (age ?? TimeSpan.Zero)).UtcDateTime.AddHours(1),
            Claims = new Dictionary<string, object> { ["serviceurl"] = serviceUrl ?? Address + "/" }, SigningCredentials = new SigningCredentials(new RsaSecurityKey(key ?? Key) { KeyId = "k1" }, algorithm),
        });

    /// <summary>A token without a signature that says so itself (RFC 8725 section 2.1).</summary>
    public string Unsigned(DateTimeOffset now)
    {
        var body = JsonSerializer.Serialize(new Dictionary<string, object> { ["iss"] = "https://api.botframework.com", ["aud"] = "bot-app", ["exp"] = now.AddHours(1).ToUnixTimeSeconds(), ["nbf"] = now.ToUnixTimeSeconds(), ["serviceurl"] = Address + "/" });
        return Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT","kid":"k1"}""") + "." + Base64UrlEncoder.Encode(body) + ".";
    }

    /// <summary>A token whose "secret" is our public key (RFC 8725 section 2.1).</summary>
    public string Confused(DateTimeOffset now) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "https://api.botframework.com", Audience = "bot-app", NotBefore = now.UtcDateTime, Expires = now.UtcDateTime.AddHours(1), Claims = new Dictionary<string, object> { ["serviceurl"] = Address + "/" },
        SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Base64UrlEncoder.Encode(Key.ExportParameters(false).Modulus))) { KeyId = "k1" }, SecurityAlgorithms.HmacSha256),
    });

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        Key.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        // As it was sent: ids of conversations hold colons and slashes.
        var path = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        Asked.Enqueue((path, context.Request.Headers.Authorization.ToString(), body));
        var (status, answer, retryAfter) = Answers.TryGetValue(path, out var mine) && (mine.Count > 1 ? mine.TryDequeue(out var next) : mine.TryPeek(out next)) ? next : Usual(path);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        if (answer.Length > 0) await context.Response.WriteAsync(answer);
    }

    private (int Status, string Body, string? RetryAfter) Usual(string path)
    {
        var key = Key.ExportParameters(false);
        return path switch
        {
            "/tenant-1/oauth2/v2.0/token" => (200, """{"token_type":"Bearer","expires_in":3599,"access_token":"eyJ0.secret-token","refresh_token":"newer-refresh-token"}""", null),
            "/metadata" => (200, $$"""{"issuer":"https://api.botframework.com","jwks_uri":"{{Address}}/keys","id_token_signing_alg_values_supported":["RS256"]}""", null),
            "/keys" => (200, $$"""{"keys":[{"kty":"RSA","use":"sig","kid":"k1","x5t":"k1","n":"{{Base64UrlEncoder.Encode(key.Modulus)}}","e":"{{Base64UrlEncoder.Encode(key.Exponent)}}","endorsements":{{Endorsements}}}]}""", null),
            "/v3/conversations" => (201, """{"id":"a:begun"}""", null),
            "/v1.0/chats" => (201, """{"@odata.context":"x","id":"19:two-people@unq.gbl.spaces","chatType":"oneOnOne"}""", null),
            "/hook" => (202, "", null),
            _ when path.StartsWith("/v3/conversations/", StringComparison.Ordinal) => (201, """{"id":"1:message"}""", null),
            _ when path.EndsWith("/messages", StringComparison.Ordinal) => (201, """{"id":"1636362000000"}""", null),
            _ => (404, """{"error":{"code":"NotFound","message":"x"}}""", null),
        };
    }
}
