namespace Postvakt.Feeds;

/// <summary>Feeds that the operator's configuration names: they are not imported by hand, and not dropped.</summary>
/// <param name="Places">Where each that is read from time to time comes from, by its name; no secret.</param>
/// <param name="Sisters">Names of what sisters hand in.</param>
public sealed record ConfiguredFeeds(IReadOnlyDictionary<string, string> Places, IReadOnlySet<string> Sisters)
{
    public static ConfiguredFeeds None { get; } = new(new Dictionary<string, string>(), new HashSet<string>());

    /// <summary>Whether it is named, however it is written: two names that differ by case only would be taken for one.</summary>
    public bool Has(string name) => Places.Keys.Concat(Sisters).Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is read from time to time; what is handed in is not.</summary>
    public bool IsRead(string name) => Places.ContainsKey(name);

    /// <summary>Where it is read, or empty.</summary>
    public string PlaceOf(string name) => Places.GetValueOrDefault(name, "");
}
