namespace Postvakt.Fuzz.Targets;

/// <summary>Code that must stand any bytes. Throws when it does not.</summary>
internal interface ITarget
{
    IReadOnlyList<byte[]> Seeds { get; }

    IReadOnlyList<string> Dictionary { get; }

    /// <param name="variant">Chooses settings, so that one input is tried under several.</param>
    void Take(byte[] input, int variant);
}
