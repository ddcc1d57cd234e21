namespace Postvakt.Directories;

/// <summary>A person or shared mailbox of the organisation.</summary>
/// <param name="Id">What the source calls it, unique there; stable when names and addresses change.</param>
/// <param name="Addresses">Lower case, the primary one first, then aliases; at least one.</param>
public sealed record Person(string Id, string Name, IReadOnlyList<string> Addresses)
{
    /// <summary>BCP 47, such as "sv" or "de-AT", or empty when unknown.</summary>
    public string Language { get; init; } = "";

    /// <summary>Primary address of the manager, or empty.</summary>
    public string Manager { get; init; } = "";

    /// <summary>Names of groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>A mailbox of several people; their primary addresses are <see cref="Members"/>.</summary>
    public bool IsShared { get; init; }

    /// <summary>Those who read a shared mailbox.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    public string Address => Addresses[0];
}
