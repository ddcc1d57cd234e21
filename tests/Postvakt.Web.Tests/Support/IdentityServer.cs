using System.Globalization;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Postvakt.Web.Tests.Support;

/// <summary>A real OpenID provider on loopback (OpenIddict without a store). Its page of signing in has a link for each person, and one that refuses.</summary>
internal sealed class IdentityServer : IAsyncDisposable
{
    public const string ClientId = "postvakt", Secret = "a secret / of + the client";

    private readonly WebApplication _web;

    private IdentityServer(WebApplication web, string url) => (_web, Url) = (web, url);

    public string Url { get; }

    /// <param name="people">Names on the page, with address, whether it is verified, and groups.</param>
    public static async Task<IdentityServer> StartAsync(int port, string back, IReadOnlyDictionary<string, (string Address, bool Verified, string[] Groups)> people)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, port));
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            options.EnableDegradedMode().SetIssuer(new Uri(url)).SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            options.RegisterScopes(Scopes.Email, Scopes.Profile).AddEphemeralSigningKey().AddEphemeralEncryptionKey();
            options.UseAspNetCore().DisableTransportSecurityRequirement();
            options.AddEventHandler<ValidateAuthorizationRequestContext>(b => b.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId || context.RedirectUri != back) context.Reject(Errors.InvalidClient, "an unknown client");
                return default;
            }));
            options.AddEventHandler<ValidateTokenRequestContext>(b => b.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId || context.ClientSecret != Secret) context.Reject(Errors.InvalidClient, "an unknown client");
                return default;
            }));
            options.AddEventHandler<HandleAuthorizationRequestContext>(b => b.UseInlineHandler(async context =>
            {
                var http = context.Transaction.GetHttpRequest()!.HttpContext;
                var who = http.Request.Query["person"].ToString();
                if (who == "deny") context.Reject(Errors.AccessDenied, "the person did not agree");
                else if (people.TryGetValue(who, out var person)) context.Principal = Principal(who, person.Address, person.Verified, person.Groups);
                else
                {
                    http.Response.ContentType = "text/html; charset=utf-8";
                    await http.Response.WriteAsync("<!DOCTYPE html><title>Provider</title>" + string.Concat(people.Keys.Append("deny").Select(p => $"<p><a href=\"{WebUtility.HtmlEncode(http.Request.Path + http.Request.QueryString + "&person=" + p)}\">{p}</a></p>")));
                    context.HandleRequest();
                }
            }));
        });
        var web = builder.Build();
        web.UseAuthentication();
        await web.StartAsync();
        return new IdentityServer(web, url);
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
    }

    private static ClaimsPrincipal Principal(string name, string address, bool verified, string[] groups)
    {
        var identity = new ClaimsIdentity("test", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, name).SetClaim(Claims.Email, address).SetClaim(Claims.EmailVerified, verified).SetClaims("groups", [.. groups]);
        identity.SetDestinations(_ => [Destinations.IdentityToken]);
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(Scopes.OpenId, Scopes.Email, Scopes.Profile);
        return principal;
    }
}
