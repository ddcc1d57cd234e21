namespace Postvakt.Registers;

/// <summary>Reads what people decided that holds until it is changed, from the store each time: what was changed on another node holds here from the next question on.</summary>
public interface IRegister
{
    /// <summary>All of a kind in order of their ids (ordinal), at most 10,000.</summary>
    IReadOnlyList<RegisterEntry> Register(string kind);

    /// <summary>The entry, or null.</summary>
    RegisterEntry? FindRegistered(string kind, string id);
}
