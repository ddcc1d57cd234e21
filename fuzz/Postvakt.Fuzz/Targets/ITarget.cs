namespace Postvakt.Fuzz.Targets;

/// <summary>Code that must stand any bytes. Throws when it does not.</summary>
internal interface ITarget
{
    IReadOnlyList<byte[]> Seeds { get; }

    IReadOnlyList<string> Dictionary { get; }

    /// <summary>Words that are no text: numbers and signatures as they stand in binary files.</summary>
    IReadOnlyList<byte[]> Words => [];

    /// <summary>Processor time for each 256 KiB beyond which an input counts as slow: ten such bodies would stall a listener for seconds.</summary>
    TimeSpan SlowPerBlock => TimeSpan.FromMilliseconds(250);

    /// <param name="variant">Chooses settings, so that one input is tried under several.</param>
    void Take(byte[] input, int variant);
}
