namespace Postvakt.Documents.Basic;

/// <summary>A variable that holds nothing yet: zero, or text of no length.</summary>
internal sealed class BasicEmpty
{
    public static readonly BasicEmpty Value = new();

    private BasicEmpty()
    {
    }
}
