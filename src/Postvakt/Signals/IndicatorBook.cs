using System.Collections.Frozen;

namespace Postvakt.Signals;

/// <summary>The known indicators, ready to be looked up in mail. Immutable.</summary>
public sealed class IndicatorBook
{
    private readonly FrozenDictionary<(string Type, string Value), KnownIndicator> _all;

    /// <param name="indicators">Those past their end are skipped when they are looked up.</param>
    public IndicatorBook(IReadOnlyList<KnownIndicator> indicators) => _all = indicators.ToFrozenDictionary(i => (i.Indicator.Type, i.Indicator.Value));

    public static IndicatorBook Empty { get; } = new([]);

    public bool IsEmpty => _all.Count == 0;

    /// <summary>What is known of a value, or null. A host stands for all below it.</summary>
    public KnownIndicator? Find(string type, string value, DateTimeOffset now)
    {
        if (type != "host") return Holds(type, value, now);
        for (var name = value; ;)
        {
            if (Holds(type, name, now) is { } known) return known;
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0 || char.IsAsciiDigit(name[^1])) return null;
            name = name[(dot + 1)..];
        }
    }

    private KnownIndicator? Holds(string type, string value, DateTimeOffset now) => _all.TryGetValue((type, value), out var known) && now < known.Until ? known : null;
}
