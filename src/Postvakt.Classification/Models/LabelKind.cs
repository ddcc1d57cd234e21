namespace Postvakt.Classification.Models;

internal enum LabelKind : byte
{
    /// <summary>One of them is the best.</summary>
    Intent,

    /// <summary>Each is there or not.</summary>
    Topic,

    /// <summary>Each is there or not.</summary>
    Tag,
}
