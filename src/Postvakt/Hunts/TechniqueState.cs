namespace Postvakt.Hunts;

/// <summary>What logs say of one way to break into a machine.</summary>
public enum TechniqueState
{
    /// <summary>Logs that would show it are there and show nothing.</summary>
    Clean,

    /// <summary>A log that would show it is missing.</summary>
    NotEnoughLog,

    /// <summary>Somebody tried.</summary>
    Attempted,

    Succeeded,
}
