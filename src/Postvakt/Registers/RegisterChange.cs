namespace Postvakt.Registers;

/// <summary>A change of the register, kept with the decision that asks for it.</summary>
/// <param name="Json">The new content, or null to take the entry out.</param>
/// <param name="Version">Of the entry as it was read; 0 for one that must not be there yet. With another one in the store the whole decision changes nothing.</param>
public sealed record RegisterChange(string Kind, string Id, string? Json, long Version)
{
    /// <summary>What the entry is found under from now on, besides its id: "incident:…". At most 20 of 200 characters each.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
}
