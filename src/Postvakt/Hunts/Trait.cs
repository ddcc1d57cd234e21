namespace Postvakt.Hunts;

/// <param name="Value">Normalised as its kind says; at most 300 characters.</param>
public readonly record struct Trait(TraitKind Kind, string Value)
{
    /// <summary>Characters of a value.</summary>
    public const int MaxValue = 300;
}
