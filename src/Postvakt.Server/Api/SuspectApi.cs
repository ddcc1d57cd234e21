using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Questions;

namespace Postvakt.Server.Api;

/// <summary>Accounts that seem taken over: seen with what they sent since the first sign, marked, cleared.</summary>
internal sealed class SuspectApi(ApiContext api)
{
    /// <summary>Mails of an account that are listed. 1,000: as many as one sweep takes.</summary>
    private const int MaxMails = 1_000;

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/suspects", ListAsync).WithSummary("Accounts that seem taken over").Needs(Role.Analyst, Scope.Incidents);
        web.MapGet("/api/v1/suspects/{address}", (string address, Caller caller, CancellationToken c) => FindAsync(address, caller.Language, c)).WithSummary("An account that seems taken over, with the mails that it sent since the first sign").Produces<SuspectDetailView>().Produces<ErrorView>(404).Needs(Role.Analyst, Scope.Incidents);
        web.MapPost("/api/v1/suspects/{address}", async (string address, SuspectRequest body, Caller caller, CancellationToken c) => Answers.Of(await api.DoAsync(l => Accounts(l).Mark(caller.Actor, address, body.Since, body.Reason ?? ""), c).ConfigureAwait(false), caller))
            .Decides("Mark an account as taken over").Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/suspects/{address}/clear", async (string address, ReasonRequest body, Caller caller, CancellationToken c) => Answers.Of(await api.DoAsync(l => Accounts(l).Clear(caller.Actor, address, body.Reason ?? ""), c).ConfigureAwait(false), caller))
            .Decides("Say that an account is in its owner's hands again").Needs(Role.Responder, Scope.Incidents);
    }

    private Task<IReadOnlyList<SuspectView>> ListAsync(CancellationToken cancellation) => api.DoAsync<IReadOnlyList<SuspectView>>(l => [.. SuspectedAccounts.All(l).Select(a => View(l, a))], cancellation);

    private async Task<IResult> FindAsync(string address, string language, CancellationToken cancellation)
    {
        var view = await api.DoAsync(l =>
        {
            var person = api.Directory().PersonOf(address);
            if (SuspectedAccounts.All(l).FirstOrDefault(a => a.Person == (person?.Id ?? address)) is not { } account) return null;
            IReadOnlyList<string> addresses = person?.Addresses ?? [];
            var mails = addresses.SelectMany(a => l.RecordsOf(api.Terms.Author(a), account.Since, MaxMails)).Distinct().Take(MaxMails).Select(l.FindRecord).OfType<LedgerEntry>()
                .Select(r => new SentMailView(r.Answer.Id, r.At, r.Envelope.Recipients, (r.Revised ?? r.Answer.Verdict).ToString().ToLowerInvariant(), r.Campaign, r.Held is not null)).ToArray();
            return new SuspectDetailView(View(l, account), SuspectMailboxView.Of(AccountLook.Find(l, account.Person), language), mails);
        }, cancellation).ConfigureAwait(false);
        return view is null ? Answers.NotFound($"the account of {address} is not suspected") : Results.Json(view, ApiJson.Options);
    }

    private SuspectView View(ILedger ledger, AccountSuspected account)
    {
        var person = api.Directory().People.FirstOrDefault(p => p.Id == account.Person);
        return new SuspectView(account.Person, person?.Address ?? "", person?.Name ?? "", account.Since, account.Because, account.Incident, ledger.FindRegistered(AccountHandOver.Kind, account.Person) is not null);
    }

    private SuspectedAccounts Accounts(IDecisions decisions) => new(decisions, api.Directory(), api.Clock);
}
