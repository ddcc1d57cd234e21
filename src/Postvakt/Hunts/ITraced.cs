namespace Postvakt.Hunts;

/// <summary>Something that happened at a time, on a machine, and what it may share with others; see <see cref="Chains"/>.</summary>
public interface ITraced
{
    /// <summary>Null where nothing tells.</summary>
    DateTimeOffset? At { get; }

    /// <summary>Machine, or empty.</summary>
    string Host { get; }

    IReadOnlyList<Trait> Traits { get; }
}
