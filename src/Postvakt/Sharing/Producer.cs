namespace Postvakt.Sharing;

/// <summary>The organisation that says something, and answers for it.</summary>
/// <param name="Id">Its STIX id, "identity--…"; empty where nothing names one.</param>
/// <param name="Name">As partners know it.</param>
public sealed record Producer(string Id, string Name)
{
    public static Producer Unknown { get; } = new("", "");

    /// <summary>The organisation of an installation: the same name has the same id on every node and after every start.</summary>
    public static Producer Named(string name) => new("identity--" + StableId.Ours("identity", name), name);
}
