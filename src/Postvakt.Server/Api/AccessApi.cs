using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Quarantine;

namespace Postvakt.Server.Api;

/// <summary>Accounts and tokens.</summary>
internal sealed class AccessApi(ApiContext api)
{
    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/accounts", async (CancellationToken c) => (IReadOnlyList<AccountView>)[.. (await api.DoAsync(Accounts.All, c).ConfigureAwait(false)).Select(a => new AccountView(a.Name, a.Role, a.Since))])
            .WithSummary("Accounts").Needs(Role.Administrator, Scope.Access);
        web.MapPut("/api/v1/accounts/{name}", (string name, AccountRequest body, Caller caller, CancellationToken c) => ChangeAsync(caller, a => a.Set(caller.Actor, name, body.Role), c))
            .Decides("Give somebody an account, or an account another role").Needs(Role.Administrator, Scope.Access);
        web.MapDelete("/api/v1/accounts/{name}", (string name, Caller caller, CancellationToken c) => ChangeAsync(caller, a => a.Remove(caller.Actor, name), c))
            .Decides("Take an account away, and its tokens").Needs(Role.Administrator, Scope.Access);
        web.MapPost("/api/v1/accounts/{name}/invitation", InviteAsync).WithSummary("Invite somebody to the console: a link that is used once; it is shown this once").Produces<InvitedView>().Produces<InvitedView>(400).Produces<InvitedView>(409).Needs(Role.Administrator, Scope.Access);
        web.MapGet("/api/v1/tokens", async (CancellationToken c) => (IReadOnlyList<TokenView>)[.. (await api.DoAsync(Accounts.Tokens, c).ConfigureAwait(false)).Select(t => new TokenView(t.Id, t.Account, t.Scopes, t.Since, t.Until))])
            .WithSummary("Tokens, without their secrets").Needs(Role.Administrator, Scope.Access);
        web.MapPost("/api/v1/tokens", IssueAsync).WithSummary("Make a token; its secret is shown this once").Produces<IssuedTokenView>().Produces<IssuedTokenView>(400).Produces<IssuedTokenView>(409).Needs(Role.Administrator, Scope.Access);
        web.MapDelete("/api/v1/tokens/{id}", (string id, Caller caller, CancellationToken c) => ChangeAsync(caller, a => a.Revoke(caller.Actor, id), c)).Decides("Revoke a token").Needs(Role.Administrator, Scope.Access);
    }

    private async Task<IResult> InviteAsync(string name, Caller caller, CancellationToken cancellation)
    {
        var (ruling, secret) = await api.DoAsync(l => new SignIns(l, api.Keys.Seal, api.Clock).Invite(caller.Actor, name), cancellation).ConfigureAwait(false);
        return Results.Json(new InvitedView(ruling.IsDone, ruling.Refusal, ruling.In(caller.Language), secret is null ? null : api.JoinLink(secret)), ApiJson.Options, statusCode: Answers.StatusOf(ruling));
    }

    private async Task<IResult> IssueAsync(TokenRequest body, Caller caller, CancellationToken cancellation)
    {
        var (ruling, secret) = await api.DoAsync(l => new Accounts(l, api.Clock).Issue(caller.Actor, body.Account ?? "", body.Scopes ?? [], body.Until), cancellation).ConfigureAwait(false);
        return Results.Json(new IssuedTokenView(ruling.IsDone, ruling.Refusal, ruling.In(caller.Language), secret), ApiJson.Options, statusCode: Answers.StatusOf(ruling));
    }

    private async Task<IResult> ChangeAsync(Caller caller, Func<Accounts, Ruling> change, CancellationToken cancellation) =>
        Answers.Of(await api.DoAsync(l => change(new Accounts(l, api.Clock)), cancellation).ConfigureAwait(false), caller);
}
