using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Rules;
using Postvakt.Server.Rules;

namespace Postvakt.Server.Api;

/// <summary>Mail rules: seen with what they matched, promoted, and put back to be observed.</summary>
internal sealed class RuleApi(ApiContext api)
{
    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/rules", ListAsync).WithSummary("Mail rules, whether each counts, and what it matched").Needs(Role.Analyst, Scope.Rules);
        web.MapPost("/api/v1/rules/promote", (RuleRequest body, Caller caller, CancellationToken c) => DecideAsync(body, caller, counts: true, c)).Decides("Have matches of rules count towards the verdict").Needs(Role.Responder, Scope.Rules);
        web.MapPost("/api/v1/rules/observe", (RuleRequest body, Caller caller, CancellationToken c) => DecideAsync(body, caller, counts: false, c)).Decides("Have matches of rules recorded only").Needs(Role.Responder, Scope.Rules);
    }

    private async Task<RulesView> ListAsync(CancellationToken cancellation)
    {
        var (promotions, hits) = await api.DoAsync(l => (RulePromotion.All(l), l.HitsOf(RuleDetector.Finding)), cancellation).ConfigureAwait(false);
        var (book, policy) = (Book().With(promotions), api.Rules?.Current.Policy ?? RulePolicy.Default);
        return new RulesView(api.Rules?.Status ?? RuleStatus.Of(book, api.Clock.GetUtcNow()), View(book, policy, hits));
    }

    internal static IReadOnlyList<MailRuleView> View(RuleBook book, RulePolicy policy, IReadOnlyList<SourceHits> hits)
    {
        Func<string, bool> has = book.Library.Model.Has;
        var byRule = hits.ToDictionary(h => h.Source, StringComparer.Ordinal);
        return [.. book.Rules.Where(r => r.Rule.Type == "rule").Select(r =>
        {
            var (rule, hit) = (r.Rule, byRule.GetValueOrDefault(r.Rule.Id));
            return new MailRuleView(
                rule.Id, rule.Name, rule.Description, r.Severity, rule.File, r.IsOurs, r.Counts, r.HasChanged, policy.Of(r.Severity), [.. rule.Capabilities.Where(c => !has(c))], rule.CanMatch(has),
                hit?.Mails ?? 0, hit?.Clean ?? 0, hit?.Last, r.Promotion?.By, r.Promotion?.Reason, r.Promotion?.Since);
        })];
    }

    private async Task<IResult> DecideAsync(RuleRequest body, Caller caller, bool counts, CancellationToken cancellation)
    {
        var ids = body.Ids ?? [];
        if (ids.Any(i => i is not { Length: > 0 and <= RulePromotion.MaxId })) throw new WrongRequestException("an id has 1 to 200 characters");
        var ruling = await api.DoAsync(l => new RuleDecisions(l, api.Clock).Decide(caller.Actor, Book(), ids, counts, body.Severity, body.Reason ?? ""), cancellation).ConfigureAwait(false);
        if (ruling.IsDone) api.ExceptionsChanged();
        return Answers.Of(ruling, caller);
    }

    private RuleBook Book() => api.Rules?.Current.Book ?? RuleBook.Ours;
}
