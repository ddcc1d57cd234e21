using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Incidents;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Notices;
using Postvakt.Quarantine;
using Postvakt.Questions;

namespace Postvakt.Server.Api;

/// <summary>Senders are asked whether a mail was theirs, answers noted, partners told.</summary>
internal sealed class QuestionApi(ApiContext api)
{
    private const int MaxPage = 200;

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapPost("/api/v1/questions", async (AskRequest body, Caller caller, CancellationToken c) => Answers.Of(await api.DoAsync(l => Ask(l, caller.Actor, body), c).ConfigureAwait(false), caller))
            .Decides("Ask a sender whether a mail was theirs").Needs(Role.Analyst, Scope.Ask);
        web.MapGet("/api/v1/questions", ListAsync).WithSummary("Questions to senders, newest first").Needs(Role.Analyst, Scope.Ask);
        web.MapGet("/api/v1/questions/{id}", FindAsync).WithSummary("A question to a sender").Produces<QuestionView>().Produces<ErrorView>(404).Needs(Role.Analyst, Scope.Ask);
        web.MapPost("/api/v1/questions/{id}/answer", async (string id, SaidRequest body, Caller caller, CancellationToken c) => Answers.Of(await api.DoAsync(l => new AnswerQuestion(l, api.Directory(), api.Clock)
            .ByTelephone(caller.Actor, id, body.Yes, body.Reason ?? ""), c).ConfigureAwait(false), caller)).Decides("Note what a sender said by telephone").Needs(Role.Responder, Scope.Ask);
        web.MapPost("/api/v1/partner-notices", DraftAsync).WithSummary("Draft a notice to the security contact of the partner that mails came from").Produces<DraftView>().Produces<DraftView>(400).Produces<DraftView>(403).Needs(Role.Analyst, Scope.Ask);
        web.MapGet("/api/v1/partner-notices", async (CancellationToken c) => await api.DoAsync(l => l.RegisteredUnder(PartnerNotice.Kind, "", "", MaxPage).Select(e => View(PartnerNotice.Of(e), whole: false)).ToArray(), c).ConfigureAwait(false))
            .WithSummary("Notices to partners, the newest 200").Needs(Role.Analyst, Scope.Ask);
        web.MapGet("/api/v1/partner-notices/{id}", FindNoticeAsync).WithSummary("A notice to a partner, as it is sent").Produces<PartnerNoticeView>().Produces<ErrorView>(404).Needs(Role.Analyst, Scope.Ask);
        web.MapPost("/api/v1/partner-notices/{id}/approve", async (string id, Caller caller, CancellationToken c) => Answers.Of(await api.DoAsync(l => Notices(l).Approve(caller.Actor, id), c).ConfigureAwait(false), caller))
            .Decides("Send a notice that somebody else drafted").Needs(Role.Responder, Scope.Ask);
    }

    private Ruling Ask(ILedger ledger, Actor actor, AskRequest body) => Read(ledger, body.Record ?? "") is not { } mail ? NoRecord(body.Record ?? "")
        : body.Incident is { Length: > 0 } incident && IncidentDecisions.Find(ledger, incident) is null ? new Ruling(Refusal.Unknown, "NoIncident", [incident])
        : new AskSender(ledger, api.Directory(), api.Clock).Ask(actor, mail with { Incident = body.Incident ?? "" }, body.Reason ?? "");

    private async Task<QuestionPageView> ListAsync(string? record, string? person, string? campaign, string? incident, string? before, int? max, CancellationToken cancellation)
    {
        var key = record is { Length: > 0 } ? "record:" + record : person is { Length: > 0 } ? "person:" + person : campaign is { Length: > 0 } ? "campaign:" + campaign : incident is { Length: > 0 } ? "incident:" + incident : "";
        var most = Math.Clamp(max ?? 50, 1, MaxPage);
        return await api.DoAsync(l =>
        {
            var found = l.RegisteredUnder(SenderQuestion.Kind, key, before ?? "", most);
            return new QuestionPageView([.. found.Select(e => View(l, SenderQuestion.Of(e)))], found.Count == most ? found[^1].Id : null);
        }, cancellation).ConfigureAwait(false);
    }

    private async Task<IResult> FindAsync(string id, CancellationToken cancellation) =>
        await api.DoAsync(l => SenderQuestion.Find(l, id) is { } question ? View(l, question) : null, cancellation).ConfigureAwait(false) is { } found ? Results.Json(found, ApiJson.Options) : Answers.NotFound($"there is no question {id}");

    private async Task<IResult> FindNoticeAsync(string id, CancellationToken cancellation) =>
        await api.DoAsync(l => PartnerNotice.Find(l, id), cancellation).ConfigureAwait(false) is { } found ? Results.Json(View(found, whole: true), ApiJson.Options) : Answers.NotFound($"there is no notice {id}");

    private async Task<IResult> DraftAsync(PartnerRequest body, Caller caller, CancellationToken cancellation)
    {
        var (ruling, id) = await api.DoAsync(l =>
        {
            var (mails, indicators) = (new List<AskedRecord>(), new List<Indicator>());
            foreach (var record in (body.Records ?? []).Take(PartnerNotices.MaxRecords + 1))
            {
                if (l.FindRecord(record) is not { } entry) return (NoRecord(record), "");
                mails.Add(Of(entry));
                indicators.AddRange(entry.Indicators);
            }
            return Notices(l).Draft(caller.Actor, mails, indicators, body.Tlp ?? "", body.Language ?? "");
        }, cancellation).ConfigureAwait(false);
        return Results.Json(DraftView.Of(ruling, id, caller.Language), ApiJson.Options, statusCode: Answers.StatusOf(ruling));
    }

    private PartnerNotices Notices(IDecisions decisions) => new(decisions, api.Directory(), api.Clock);

    private PartnerNoticeView View(PartnerNotice notice, bool whole) => PartnerNoticeView.Of(notice, whole ? new PartnerMail("postvakt@localhost").Write(notice, api.Clock.GetUtcNow()).TextBody ?? "" : "");

    private static QuestionView View(ILedger ledger, SenderQuestion question) => QuestionView.Of(question, AccountSuspected.Is(ledger, question.Person));

    private static Ruling NoRecord(string id) => new(Refusal.Unknown, "AskNoRecord", [id]);

    private static AskedRecord? Read(ILedger ledger, string id) => ledger.FindRecord(id) is { } entry ? Of(entry) : null;

    private static AskedRecord Of(LedgerEntry entry) => new(entry.Answer.Id, entry.From, entry.Campaign, entry.At);
}
