namespace Postvakt.Sharing;

/// <summary>In how many mails an indicator was seen, and when: whole seconds, as MISP has no less.</summary>
public sealed record Sightings
{
    /// <param name="mails">1 or more.</param>
    public Sightings(long mails, DateTimeOffset first, DateTimeOffset last) => (Mails, First, Last) = (mails, Whole(first), Whole(last));

    public long Mails { get; }

    public DateTimeOffset First { get; }

    public DateTimeOffset Last { get; }

    /// <summary>Both as one; of a single one, that.</summary>
    public static Sightings Together(Sightings? one, Sightings other) => one is null ? other : new(one.Mails + other.Mails, one.First < other.First ? one.First : other.First, one.Last > other.Last ? one.Last : other.Last);

    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
