using Postvakt.Feeds;
using Postvakt.Indicators;
using Postvakt.Signals;

namespace Postvakt.Server.Api;

/// <summary>A feed and how it stands.</summary>
/// <param name="Class">public, partner or sister.</param>
/// <param name="Place">Where it is read, or empty: it is handed in, or imported by hand.</param>
/// <param name="Held">Indicators, those set aside too.</param>
/// <param name="Aside">Of them, those that mail is not looked through for.</param>
/// <param name="LastGood">When it last gave something, or said that there is nothing new.</param>
/// <param name="LastError">Why the last attempt failed; empty when it did not.</param>
/// <param name="Added">New with the last reading.</param>
/// <param name="Over">Left out by the last reading, as they were past what the feed may hold.</param>
/// <param name="Mails">Mails with something of it.</param>
public sealed record FeedView(string Name, string Class, string Place, int SuspiciousFrom, long Held, long Aside, DateTimeOffset? LastGood, DateTimeOffset? LastAttempt, string LastError, int Added, int Over, long Mails)
{
    internal static FeedView Of(FeedOverview feed, string place)
    {
        var state = feed.State;
        return new(state.Name, state.Class.ToString().ToLowerInvariant(), place, state.SuspiciousFrom, feed.Tally.Held, feed.Tally.Aside, state.LastGood, state.LastAttempt, state.LastError, state.Last.Added, state.Last.Over, feed.Mails);
    }
}

/// <summary>Takes a file in as a feed of its own.</summary>
public sealed record FeedImportRequest
{
    /// <summary>Name of the feed: 1 to 60 letters, digits, hyphens, underscores and dots.</summary>
    public string? Name { get; init; }

    /// <summary>stix, misp, csv or plain.</summary>
    public string? Format { get; init; }

    /// <summary>The file, as text.</summary>
    public string? Content { get; init; }

    /// <summary>public (the usual one), partner or sister.</summary>
    public string? Class { get; init; }

    /// <summary>0 to 100, for what comes without; 50.</summary>
    public int? Confidence { get; init; }

    /// <summary>How long what comes without an end holds, 1 to 365; 30.</summary>
    public int? Days { get; init; }

    /// <summary>What lines of a plain list are: host, url, address, file or sha256; none: what they look like.</summary>
    public string? Type { get; init; }

    public string? Reason { get; init; }
}

/// <summary>What became of an import.</summary>
/// <param name="Skipped">Things in it that could not be read, the first ones.</param>
public sealed record FeedImportView(string Name, int Given, int Added, int Aside, int Over, int Unsure, int Ended, int Unusable, IReadOnlyList<string> Skipped);

/// <summary>Names a feed.</summary>
public sealed record FeedRequest(string? Name, string? Reason);

/// <summary>What a person says of an indicator of a feed.</summary>
/// <param name="Indicator">host:NAME, url:LINK, address:ADDRESS, file:NAME or sha256:DIGEST.</param>
/// <param name="Meant">Whether mail is looked through for it.</param>
public sealed record FeedWordRequest(string? Name, string? Indicator, bool Meant, string? Reason);

/// <summary>An indicator that was set aside.</summary>
/// <param name="Indicator">Made harmless to look at.</param>
/// <param name="Because">public-suffix, own, partner, used-here or exempt.</param>
public sealed record AsideView(string Indicator, string Because, int Confidence, DateTimeOffset Until)
{
    internal static string Shown(Indicator indicator) => $"{indicator.Type}:{Defanged.Of(indicator)}";

    internal static AsideView Of(FeedIndicator one) => new(Shown(one.Indicator), one.Standing switch { FeedStanding.PublicSuffix => "public-suffix", FeedStanding.Own => "own", FeedStanding.OfPartner => "partner", FeedStanding.UsedHere => "used-here", _ => "exempt" }, one.Confidence, one.Until);
}

/// <summary>A mail of before that carries what a feed gave later.</summary>
/// <param name="Record">Id of the mail.</param>
/// <param name="Indicator">Made harmless to look at.</param>
/// <param name="Shared">STIX id of the indicator.</param>
/// <param name="Held">Whether it was held when it was found.</param>
public sealed record FeedMatchView(string Feed, string Record, string Indicator, string Shared, int Confidence, DateTimeOffset MailAt, DateTimeOffset At, bool Held)
{
    internal static FeedMatchView Of(FeedMatch match) => new(match.Feed, match.Record, AsideView.Shown(match.Indicator), $"indicator--{match.Shared}", match.Confidence, match.MailAt, match.At, match.Held);
}
