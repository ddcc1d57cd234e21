namespace Postvakt.Messages;

/// <summary>A person or system named in one mail.</summary>
/// <param name="Address">Address as written, lower-cased, IDN domain as written; empty when the field held none.</param>
/// <param name="Name">Display name, decoded and trimmed; empty when none.</param>
public sealed record Participant(string Address, string Name, ParticipantRole Role)
{
    /// <summary>The part after the last '@', or empty.</summary>
    public string Domain => Address.LastIndexOf('@') is var at and >= 0 ? Address[(at + 1)..] : "";

    public override string ToString() => Name.Length == 0 ? Address : $"{Name} <{Address}>";
}
