namespace Postvakt.Classification.Training;

/// <summary>A text with what is known of it: its features as the classifier reads them; for each label 1, 0, or -1 when it is not known; its family or path.</summary>
internal sealed class Example(uint[] features, sbyte[] truths, string family, int side)
{
    /// <summary>A truth that nobody may guess: many newsletters advertise.</summary>
    public const sbyte Open = -2;

    public uint[] Features { get; } = features;

    public sbyte[] Truths { get; } = truths;

    public string Family { get; } = family;

    /// <summary>0 to 3: the quarter that it belongs to; 4 to 7: made without the quarter 0 to 3; -1: made of all.</summary>
    public int Side { get; } = side;

    /// <summary>Rows of the weights, once they are laid out.</summary>
    public int[] Rows { get; set; } = [];
}
