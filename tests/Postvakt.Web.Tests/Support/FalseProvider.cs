using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Postvakt.Web.Tests.Support;

/// <summary>A provider on loopback whose tokens a test makes wrong.</summary>
internal sealed class FalseProvider : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _other = RSA.Create(2048);

    public FalseProvider(int port)
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        Issuer = Url;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, port));
        _web = builder.Build();
        _web.MapGet("/.well-known/openid-configuration", () => Results.Text($$"""{"issuer":"{{Issuer}}","authorization_endpoint":"{{Url}}/authorize","token_endpoint":"{{TokenEndpoint ?? Url + "/token"}}","jwks_uri":"{{Url}}/keys"}""", "application/json"));
        _web.MapGet("/keys", () =>
        {
            var key = _key.ExportParameters(false);
            return Results.Text($$"""{"keys":[{"kty":"RSA","use":"sig","kid":"1","n":"{{Base64UrlEncoder.Encode(key.Modulus)}}","e":"{{Base64UrlEncoder.Encode(key.Exponent)}}"}]}""", "application/json");
        });
        _web.MapPost("/token", () => Results.Text($$"""{"id_token":"{{Token(Made)}}","token_type":"Bearer"}""", "application/json"));
    }

    public string Url { get; }

    public string Issuer { get; set; }

    public string? TokenEndpoint { get; set; }

    /// <summary>What the next token says.</summary>
    public Made Made { get; set; } = new();

    public Task StartAsync() => _web.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
        _key.Dispose();
        _other.Dispose();
    }

    private string Token(Made made)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var claims = new Dictionary<string, object> { ["sub"] = "1", ["nonce"] = made.Nonce, ["email"] = "anna@firm.example" };
        if (made.Party.Length > 0) claims["azp"] = made.Party;
        if (made.Groups.Length > 0) claims["groups"] = made.Groups;
        SigningCredentials? signing = made.Signed switch
        {
            "other" => new(new RsaSecurityKey(_other) { KeyId = "1" }, SecurityAlgorithms.RsaSha256),
            "none" => null,
            // The public key as a shared secret: whoever lets the token name its algorithm believes it.
            "shared" => new(new SymmetricSecurityKey(_key.ExportParameters(false).Modulus) { KeyId = "1" }, SecurityAlgorithms.HmacSha256),
            _ => new(new RsaSecurityKey(_key) { KeyId = "1" }, SecurityAlgorithms.RsaSha256),
        };
        var descriptor = new SecurityTokenDescriptor { Issuer = made.Issuer ?? Issuer, Audience = made.Audience, Claims = claims, NotBefore = (now - TimeSpan.FromHours(2)).UtcDateTime, IssuedAt = (now - TimeSpan.FromHours(2)).UtcDateTime, Expires = (now + made.Holds).UtcDateTime, SigningCredentials = signing };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }
}
