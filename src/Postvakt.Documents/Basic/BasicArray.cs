namespace Postvakt.Documents.Basic;

/// <param name="low">Number of the first element.</param>
internal sealed class BasicArray(List<object?> items, int low = 0)
{
    public List<object?> Items { get; } = items;

    public int Low { get; set; } = low;
}
