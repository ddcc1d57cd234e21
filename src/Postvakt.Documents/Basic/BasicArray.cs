namespace Postvakt.Documents.Basic;

internal sealed class BasicArray(List<object?> items)
{
    public List<object?> Items { get; } = items;

    /// <summary>Number of the first element.</summary>
    public int Low { get; set; }
}
