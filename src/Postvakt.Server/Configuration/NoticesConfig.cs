using System.Net;

namespace Postvakt.Server.Configuration;

/// <summary>How people are told about mail that is held for them.</summary>
/// <param name="From">Address that digests come from; who does not get one bounces to it.</param>
/// <param name="NextHop">Mail server that takes them.</param>
/// <param name="Url">Where people reach the http listener, without a slash at its end; empty: digests have no link.</param>
/// <param name="DigestAt">Time of day of the digest, or null: none is sent.</param>
/// <param name="Zone">Zone of that time.</param>
/// <param name="Alert">Who is told when somebody could not be told; empty for nobody.</param>
public sealed record NoticesConfig(string From, DnsEndPoint NextHop, string Url, TimeOnly? DigestAt, TimeZoneInfo Zone, string Alert)
{
    /// <summary>The last time before or at now that a digest is due.</summary>
    public DateTimeOffset? DueBefore(DateTimeOffset now)
    {
        if (DigestAt is not { } at) return null;
        var local = TimeZoneInfo.ConvertTime(now, Zone);
        for (var day = DateOnly.FromDateTime(local.DateTime); ; day = day.AddDays(-1))
        {
            var due = day.ToDateTime(at);
            // An hour that the clocks leave out is late by as much; one that they repeat is due the first time.
            if (Zone.IsInvalidTime(due)) due = due.AddHours(1);
            var offset = Zone.IsAmbiguousTime(due) ? Zone.GetAmbiguousTimeOffsets(due).Max() : Zone.GetUtcOffset(due);
            if (new DateTimeOffset(due, offset) is var moment && moment <= now) return moment.ToUniversalTime();
        }
    }
}
