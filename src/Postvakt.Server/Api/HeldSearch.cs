using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Postvakt.Quarantine;

namespace Postvakt.Server.Api;

/// <summary>What held mail is looked for, as it stands in a request. Everything given must hold.</summary>
internal sealed class HeldSearch
{
    /// <summary>Items on a page. 200: each is described from its record, on the thread that judges mail.</summary>
    private const int MaxItems = 200;

    /// <summary>Words of a subject that are looked for. 8: with the others not more than a query takes.</summary>
    private const int MaxWords = 8;

    [FromQuery(Name = "state"), Description("held, release_requested, delivering, released, in_doubt, deleted or expired; all of them when left out")]
    public string? State { get; init; }

    [FromQuery(Name = "from"), Description("Author or envelope sender: an address or a domain")]
    public string? From { get; init; }

    [FromQuery(Name = "to"), Description("A recipient: an address or a domain")]
    public string? To { get; init; }

    [FromQuery(Name = "subject"), Description("Whole words of the subject")]
    public string? Subject { get; init; }

    [FromQuery(Name = "campaign"), Description("Name of a campaign")]
    public string? Campaign { get; init; }

    [FromQuery(Name = "indicator"), Description("A host, link, file name or other indicator, whole")]
    public string? Indicator { get; init; }

    [FromQuery(Name = "message_id"), Description("The Message-ID, with or without brackets")]
    public string? MessageId { get; init; }

    [FromQuery(Name = "since"), Description("Held at this time or later")]
    public DateTimeOffset? Since { get; init; }

    [FromQuery(Name = "before"), Description("Held before this time")]
    public DateTimeOffset? Before { get; init; }

    [FromQuery(Name = "after"), Description("Where the page before ended: its \"next\"")]
    public string? After { get; init; }

    [FromQuery(Name = "max"), Description("Items on a page, 1 to 200; 50 when left out")]
    public int? Max { get; init; }

    /// <exception cref="WrongRequestException">A value that is none.</exception>
    public HeldQuery Query(SearchTerms terms)
    {
        var wanted = new List<long>();
        if (From is { Length: > 0 }) wanted.Add(terms.Sender(From));
        if (To is { Length: > 0 }) wanted.Add(terms.Recipient(To));
        if (Campaign is { Length: > 0 }) wanted.Add(terms.Campaign(Campaign));
        if (Indicator is { Length: > 0 }) wanted.Add(terms.Indicator(Indicator));
        if (MessageId is { Length: > 0 }) wanted.Add(terms.MessageId(MessageId));
        wanted.AddRange(SearchTerms.Words(Subject ?? "").Take(MaxWords).Select(terms.Word));
        return new HeldQuery
        {
            State = State is { Length: > 0 } ? StateOf(State) : null,
            Terms = [.. wanted.Distinct()],
            Since = Since,
            Before = Before,
            After = After is { Length: > 0 } ? Read(After) : null,
            Max = Math.Clamp(Max ?? 50, 1, MaxItems),
        };
    }

    public static string Write(HeldPlace place) => string.Create(CultureInfo.InvariantCulture, $"{place.HeldAt.ToUnixTimeMilliseconds()}-{place.Id}");

    private static HeldPlace Read(string place) =>
        place.IndexOf('-', StringComparison.Ordinal) is var dash and > 0 && long.TryParse(place.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new HeldPlace(DateTimeOffset.FromUnixTimeMilliseconds(at), place[(dash + 1)..]) : throw new WrongRequestException("after is what the page before gave as next");

    private static QuarantineState StateOf(string word) => Enum.TryParse<QuarantineState>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var state) && Enum.IsDefined(state)
        ? state : throw new WrongRequestException("there is no such state");
}
