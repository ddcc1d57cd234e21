using Postvakt.Sharing;
using Postvakt.Sharing.Publishing;

namespace Postvakt.Server.Api;

/// <summary>Publishes what an incident or a campaign taught.</summary>
public sealed record PublishRequest
{
    /// <summary>Id of the incident, or nothing.</summary>
    public string? Incident { get; init; }

    /// <summary>Name of the campaign, or nothing.</summary>
    public string? Campaign { get; init; }

    /// <summary>clear, green, amber (the usual one) or amber+strict.</summary>
    public string? Tlp { get; init; }

    /// <summary>What partners read as its name; none: what its campaign is called.</summary>
    public string? Title { get; init; }

    public string? Reason { get; init; }
}

/// <param name="Id">Of the report, or of the incident or campaign that it is about.</param>
public sealed record WithdrawalRequest(string? Id, string? Reason);

/// <summary>Something that partners may read.</summary>
/// <param name="Id">The report's STIX id.</param>
/// <param name="Kind">incident or campaign.</param>
/// <param name="Subject">Id of the incident, or the campaign's name.</param>
/// <param name="Title">As partners read it.</param>
/// <param name="Withdrawn">Partners are told that it no longer holds.</param>
public sealed record PublicationView(string Id, string Kind, string Subject, string Title, string Tlp, int Indicators, string By, string Reason, DateTimeOffset At, bool Withdrawn)
{
    internal static PublicationView Of(Publication publication) => new(publication.Id, publication.Kind, publication.Subject, publication.Report.Name, TlpText.Of(publication.Report.Tlp), publication.Report.Indicators.Count, publication.By, publication.Reason, publication.AddedAt, publication.Report.Revoked);
}
