using Postvakt.Detection;
using Postvakt.Hunts;
using Postvakt.Incidents;
using Postvakt.Indicators;
using Postvakt.Signals;

namespace Postvakt.Server.Api;

/// <summary>An indicator that mail is looked through for.</summary>
/// <param name="Hits">Mails that carried it, as far back as records of them are kept.</param>
public sealed record KnownIndicatorView(string Id, string Type, string Value, IndicatorGrade Grade, string By, string Reason, string Incident, DateTimeOffset Since, DateTimeOffset Until, long Hits, DateTimeOffset? LastHit);

/// <summary>Names indicators that mail is looked through for.</summary>
public sealed record IndicatorRequest
{
    /// <summary>As people write them: "host:evil.example", "hxxps://evil[.]example/1", a SHA-256, "file:charts.zip".</summary>
    public IReadOnlyList<string>? Indicators { get; init; }

    /// <summary>Mail with one is suspicious, or malicious.</summary>
    public IndicatorGrade Grade { get; init; }

    public string? Reason { get; init; }

    /// <summary>Id of the incident that they come from.</summary>
    public string? Incident { get; init; }

    /// <summary>When they end; none: in 90 days.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Although trusted mail of many people links there.</summary>
    public bool Anyway { get; init; }
}

/// <param name="Id">As the list shows it.</param>
public sealed record IndicatorWithdrawal(string? Id, string? Reason);

/// <summary>What records and Memory are asked.</summary>
public sealed record MailHuntRequest
{
    /// <summary>As people write them.</summary>
    public IReadOnlyList<string>? Indicators { get; init; }

    /// <summary>Names of campaigns.</summary>
    public IReadOnlyList<string>? Campaigns { get; init; }

    /// <summary>Ids of records.</summary>
    public IReadOnlyList<string>? Records { get; init; }

    /// <summary>Id of an incident: all its mails, and other mail with what they carry.</summary>
    public string? Incident { get; init; }

    /// <summary>Mail before it is left out.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <param name="Mails">By time.</param>
/// <param name="Places">What Memory knows of the hosts from trusted mail, the most used first.</param>
/// <param name="IsWhole">False where there are more mails than are told.</param>
public sealed record MailHuntView(IReadOnlyList<MailTrace> Mails, IReadOnlyList<KnownPlace> Places, IReadOnlyList<Indicator> Indicators, bool IsWhole);

/// <summary>What a hunt through logs found, for an incident to keep.</summary>
public sealed record HuntRequest
{
    /// <summary>"exchange", "endpoint" or "m365".</summary>
    public string? Hunt { get; init; }

    public long Files { get; init; }
    public long Events { get; init; }

    /// <summary>How many there were, also those that are not among the lines.</summary>
    public long Findings { get; init; }

    public IReadOnlyList<HuntOutcome>? Outcomes { get; init; }

    /// <summary>Authors of public rules that spoke.</summary>
    public IReadOnlyList<string>? Credits { get; init; }

    /// <summary>By time, at most 1,000.</summary>
    public IReadOnlyList<HuntLine>? Lines { get; init; }

    /// <summary>What mail could be looked through for.</summary>
    public IReadOnlyList<Indicator>? Indicators { get; init; }
}

/// <summary>Mails and findings of an incident in one order of time.</summary>
/// <param name="Lines">By time, those without one last.</param>
/// <param name="IsWhole">False where there are more mails than are told.</param>
public sealed record TimelineView(string Incident, string Title, Severity Severity, IReadOnlyList<IncidentHunt> Hunts, IReadOnlyList<TimelineLineView> Lines, bool IsWhole);

/// <param name="Chain">Lines that belong together have the same number.</param>
public sealed record TimelineLineView(int Chain, HuntLine Line);
