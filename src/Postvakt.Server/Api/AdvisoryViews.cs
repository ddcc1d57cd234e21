using Postvakt.Advisories;

namespace Postvakt.Server.Api;

/// <summary>What people are to be warned of.</summary>
public sealed record AdvisoryRequest
{
    /// <summary>Ids of records to compose it from, at most 20.</summary>
    public IReadOnlyList<string>? Records { get; init; }

    /// <summary>Or a campaign, whose newest mails are taken.</summary>
    public string? Campaign { get; init; }

    /// <summary>Incident that it belongs to.</summary>
    public string? Incident { get; init; }

    /// <summary>Only people of this group of the directory.</summary>
    public string? Group { get; init; }

    /// <summary>A few words of one's own, shown as they are.</summary>
    public string? Note { get; init; }

    /// <summary>True where nothing is said.</summary>
    public bool? Mail { get; init; }

    public bool? Teams { get; init; }

    /// <summary>People are shown it until then; two weeks where nothing is said.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>An advisory.</summary>
/// <param name="Group">Empty: everybody.</param>
/// <param name="ExampleLink">A real link, made unclickable.</param>
/// <param name="Active">People are shown it now.</param>
public sealed record AdvisoryView(
    string Id, AdvisoryState State, string Group, IReadOnlyList<string> Records, string Campaign, string Incident, IReadOnlyList<AdvisoryClue> Clues, string ExampleLink, string ExampleFile, string Note, bool Mail, bool Teams,
    string DraftedBy, DateTimeOffset DraftedAt, string ApprovedBy, DateTimeOffset? ApprovedAt, DateTimeOffset? SentAt, DateTimeOffset Until, bool Active)
{
    internal static AdvisoryView Of(Advisory one, DateTimeOffset now) => new(one.Id, one.State, one.Group, one.Records, one.Campaign, one.Incident, one.Clues, one.ExampleLink, one.ExampleFile, one.Note, one.ByMail, one.ByTeams,
        one.DraftedBy, one.DraftedAt, one.ApprovedBy, one.ApprovedAt, one.SentAt, one.Until, one.IsActive(now));
}

/// <summary>What became of an advisory's copies.</summary>
/// <param name="Troubled">Copies that were not taken, at most 200.</param>
public sealed record DeliveryReportView(int Waiting, int Accepted, int Refused, int Undeliverable, int Dropped, IReadOnlyList<DeliveryView> Troubled)
{
    internal static DeliveryReportView Of(DeliveryReport one) => new(one.Waiting, one.Accepted, one.Refused, one.Undeliverable, one.Dropped, [.. one.Troubled.Select(t => new DeliveryView(t.Way, t.Address, t.State, t.Why))]);
}

/// <param name="Way">mail, bot or channel.</param>
public sealed record DeliveryView(string Way, string Address, DeliveryState State, string Why);
