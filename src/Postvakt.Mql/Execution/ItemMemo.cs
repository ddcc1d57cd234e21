namespace Postvakt.Mql.Execution;

/// <summary>What is already known of one object that loops go through: rules ask the same of the same links again and again.</summary>
internal sealed class ItemMemo
{
    public Dictionary<int, MqlValue> Values { get; } = [];

    public Dictionary<int, Truth> Truths { get; } = [];

    /// <summary>What an index found in a text of the object.</summary>
    public Dictionary<TextIndex, ulong[]?> Found { get; } = [];

    public void Clear()
    {
        Values.Clear();
        Truths.Clear();
        Found.Clear();
    }
}
