using System.Globalization;
using Postvakt.Advisories;
using Postvakt.Automation;
using Postvakt.Questions;
using Postvakt.Registers;
using Postvakt.Sweeps;
using Postvakt.UserReports;

namespace Postvakt.Incidents;

/// <summary>What reports, questions, warnings and sweeps left about an incident: what names it, its campaigns or its mails.</summary>
public sealed class IncidentTraces
{
    /// <summary>Entries of a kind that are looked at under one key.</summary>
    private const int MaxFound = 1_000;

    private readonly IReadOnlyList<UserReport> _reports;
    private readonly IReadOnlyList<Sweep> _sweeps;
    private readonly IReadOnlyList<(Advisory Advisory, DeliveryReport Delivered)> _advisories;
    private readonly IReadOnlyList<SenderQuestion> _questions;
    private readonly IReadOnlyList<AutomaticStep> _automatic;

    public IncidentTraces(IRegister register, Incident incident)
    {
        string[] keys = [.. ((string[])[Incident.KeyOf(incident.Id), .. incident.Campaigns.Select(Incident.CampaignKey), .. incident.Records.Select(Incident.RecordKey)]).Where(k => k.Length <= 200)];
        IEnumerable<RegisterEntry> Of(string kind) => keys.SelectMany(k => register.RegisteredUnder(kind, k, "", MaxFound)).DistinctBy(e => e.Id);
        _reports = [.. Of(UserReport.Kind).Select(UserReport.Of).Where(r => r.Outcome != ReportOutcome.Repeat).OrderBy(r => r.At)];
        _sweeps = [.. Of(Sweep.Kind).Select(e => Sweep.Find(register, e.Id)?.Sweep).OfType<Sweep>()];
        _advisories = [.. Of(Advisory.Kind).Select(Advisory.Of).Where(a => a.SentAt is not null).Select(a => (a, DeliveryReport.Of(register, a.Id)))];
        _questions = [.. Of(SenderQuestion.Kind).Select(SenderQuestion.Of)];
        _automatic = [.. Of(AutomaticStep.Kind).Select(AutomaticStep.Of)];
    }

    /// <summary>The figures of the records, with what was done about them.</summary>
    public IncidentFigures Complete(IncidentFigures figures) => figures with
    {
        Reports = _reports.Count, Reporters = _reports.Select(r => r.Reporter).Distinct(StringComparer.OrdinalIgnoreCase).Count(), FirstReport = _reports.Count > 0 ? _reports[0].At : null,
        Swept = _sweeps.Sum(s => s.Moved - s.Returned), FirstSweep = _sweeps.Where(s => s.State == SweepState.Done && s.Moved > 0).Select(s => (DateTimeOffset?)s.ChangedAt).Min(),
        Warned = _advisories.Select(a => (long)a.Delivered.Accepted).DefaultIfEmpty().Max(), FirstWarning = _advisories.Select(a => a.Advisory.SentAt).Min(),
    };

    /// <summary>What people said that makes it more severe.</summary>
    public IReadOnlyList<IncidentSign> Signs => _reports.Any(r => (r.Says & (ReporterStatement.Opened | ReporterStatement.GavePassword)) != 0) ? [IncidentSign.Opened] : [];

    /// <summary>Lines of the timeline, which stand nowhere else; in no order.</summary>
    public IEnumerable<IncidentEvent> Events(string incident)
    {
        if (_reports.Count > 0)
            yield return new IncidentEvent(incident, _reports[0].At, _reports[0].Reporter, "TraceReports", [Number(_reports.Count), Number(_reports.Select(r => r.Reporter).Distinct(StringComparer.OrdinalIgnoreCase).Count())]);
        foreach (var sweep in _sweeps)
            yield return new IncidentEvent(incident, sweep.ChangedAt, sweep.StartedBy.Length > 0 ? sweep.StartedBy : sweep.By, "TraceSweep", [sweep.Id, sweep.State.ToString().ToLowerInvariant(), Number(sweep.Moved), Number(sweep.Mailboxes)]);
        foreach (var (advisory, delivered) in _advisories)
            yield return new IncidentEvent(incident, advisory.SentAt!.Value, advisory.ApprovedBy, "TraceAdvisory", [advisory.Id, Number(delivered.Accepted)]);
        foreach (var step in _automatic)
            yield return new IncidentEvent(incident, step.At, "system:automation", (step.IsDone ? "Automatic" : "Proposed") + step.Action, [step.Target, step.Reason]);
        foreach (var question in _questions)
        {
            yield return new IncidentEvent(incident, question.AskedAt, question.AskedBy, "TraceAsked", [question.Address]);
            if (question.AnsweredAt is { } at) yield return new IncidentEvent(incident, at, question.AnsweredBy, question.State == QuestionState.AnsweredNo ? "TraceDenied" : "TraceAffirmed", [question.Address]);
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
