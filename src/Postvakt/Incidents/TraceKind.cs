using System.Text.Json;
using Postvakt.Advisories;
using Postvakt.Automation;
using Postvakt.Campaigns;
using Postvakt.Questions;
using Postvakt.Registers;
using Postvakt.Sweeps;
using Postvakt.UserReports;

namespace Postvakt.Incidents;

/// <summary>A kind of entry that the response leaves: how it ends, and what stays of it when a person is erased.</summary>
/// <param name="Prefix">What its ids begin with, before the time; empty where they tell none.</param>
/// <param name="IsOf">Whether it is about the person, and goes as a whole.</param>
/// <param name="Again">The change that keeps an entry whose content was changed, under its keys.</param>
internal sealed record TraceKind(string Kind, string Prefix, Func<RegisterEntry, ErasedPerson, bool> IsOf, Func<RegisterEntry, RegisterChange> Again)
{
    /// <summary>Every kind of entry that names a person or a mail, apart from those that end by themselves within days or hold until somebody takes them back.</summary>
    public static readonly IReadOnlyList<TraceKind> All =
    [
        new(UserReport.Kind, "report", (e, p) => p.Has(UserReport.Of(e).Reporter), e => Unauthored(UserReport.Of(e)).Change(e.Version, "")),
        new(OutlookUser.Kind, "", (e, p) => p.Has(OutlookUser.Of(e).Address), e => OutlookUser.Of(e).Change(e.Version)),
        new(SenderQuestion.Kind, "question", (e, p) => SenderQuestion.Of(e) is var q && (p.IsId(q.Person) || p.Has(q.Address)), e => SenderQuestion.Of(e).Change(e.Version)),
        new(PersonQuestions.Kind, "", (e, p) => p.IsId(e.Id), Same),
        new(TeamsContact.Kind, "", (e, p) => p.IsId(e.Id), Same),
        new(AccountSuspected.Kind, "", (e, p) => p.IsId(e.Id), Same),
        new(AccountHandOver.Kind, "", (e, p) => p.IsId(e.Id) || p.Has(JsonSerializer.Deserialize<AccountHandOver>(e.Json)!.Address), Same),
        new(PartnerNotice.Kind, "partner", Never, e => PartnerNotice.Of(e).Change(e.Version)),
        new(Advisory.Kind, "advisory", Never, e => Advisory.Of(e).Change(e.Version)),
        new(AdvisoryDelivery.Kind, "advisory", (e, p) => AdvisoryDelivery.Of(e) is var d && (p.IsId(d.Person) || p.Has(d.Address)), e => AdvisoryDelivery.Of(e).Change(e.Version)),
        new(Sweep.Kind, "sweep", Never, e => JsonSerializer.Deserialize<Sweep>(e.Json)!.Change(e.Version)),
        new(SweepBatch.Kind, "sweep", (e, p) => IsMailboxOf(e, p), e => JsonSerializer.Deserialize<SweepBatch>(e.Json)!.Change(e.Version)),
        new(SweepReceipt.Kind, "sweep", (e, p) => IsMailboxOf(e, p), e => JsonSerializer.Deserialize<SweepReceipt>(e.Json)!.Change(e.Version)),
        new(AutomaticStep.Kind, "automation", (e, p) => p.IsId(AutomaticStep.Of(e).Person), e => AutomaticStep.Of(e).Change(e.Version)),
        new(AccountLook.Kind, "", (e, p) => p.IsId(e.Id), Same),
        new(CampaignEntry.Kind, "", Never, e => CampaignEntry.Of(e).Change(e.Version)),
        new(Incident.Kind, "", Never, e => Incident.Of(e).Change(e.Version)),
        new(IncidentEvent.Kind, "", Never, e => IncidentEvent.Of(e).Again(e)),
        new(Statement.Kind, "", Never, e => Statement.Of(e).Again(e)),
        new(IncidentHunt.Kind, "hunt", Never, e => IncidentHunt.Keep(IncidentHunt.Of(e).Incident, e.Kind, e.Id, e.Json, e.Version)),
        new(IncidentHunt.LinesKind, "hunt", Never, e => IncidentHunt.Keep(IncidentHunt.LinesOf(e).Incident, e.Kind, e.Id, e.Json, e.Version)),
    ];

    /// <summary>The sweep that an entry of a mailbox belongs to, or empty.</summary>
    public static string SweepOf(RegisterEntry entry) => entry.Kind is SweepReceipt.Kind or SweepBatch.Kind ? entry.Id.Split('/')[0] : "";

    private static bool Never(RegisterEntry entry, ErasedPerson person) => false;

    /// <summary>For kinds that are found under their id alone, and go whole.</summary>
    private static RegisterChange Same(RegisterEntry entry) => new(entry.Kind, entry.Id, entry.Json, entry.Version);

    private static bool IsMailboxOf(RegisterEntry entry, ErasedPerson person) => SweepOf(entry) is var sweep && person.Addresses.Select(a => SweepReceipt.IdOf(sweep, a.ToLowerInvariant()))
        .Any(r => entry.Id.Equals(r, StringComparison.OrdinalIgnoreCase) || entry.Id.StartsWith(r + "/", StringComparison.OrdinalIgnoreCase));

    /// <summary>Mails of several people who were erased are no case together.</summary>
    private static UserReport Unauthored(UserReport report) => report.Author == ErasedPerson.Instead ? report with { Author = "" } : report;
}
