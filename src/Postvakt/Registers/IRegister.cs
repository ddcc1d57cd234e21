namespace Postvakt.Registers;

/// <summary>Reads what people decided that holds until it is changed, from the store each time: what was changed on another node holds here from the next question on.</summary>
public interface IRegister
{
    /// <summary>All of a kind in order of their ids (ordinal), at most 10,000.</summary>
    IReadOnlyList<RegisterEntry> Register(string kind);

    /// <summary>The entry, or null.</summary>
    RegisterEntry? FindRegistered(string kind, string id);

    /// <summary>Entries of a kind under a key, those with the highest ids (ordinal) first: the newest, where ids tell the time.</summary>
    /// <param name="key">One of <see cref="RegisterChange.Keys"/>, or empty for all of the kind.</param>
    /// <param name="before">Only ids below this one, or empty.</param>
    /// <param name="max">At most so many; at most 1,000.</param>
    IReadOnlyList<RegisterEntry> RegisteredUnder(string kind, string key, string before, int max);

    /// <summary>
    /// For each kind a number that rises with every change of its entries, whoever makes it. Numbers mean something only compared with earlier ones; where the number is negative, counting
    /// begins with this question, and a change at the same moment may not be in it: ask again soon.
    /// </summary>
    /// <param name="kinds">At most 20.</param>
    IReadOnlyList<long> ChangesOf(IReadOnlyList<string> kinds);
}
