namespace Postvakt.Documents.Tests.Building;

internal sealed record SheetPlan(string Name, bool IsMacro, int Hidden)
{
    public List<(string Cell, string Content)> Cells { get; } = [];

    public SheetPlan Put(string cell, string content)
    {
        Cells.Add((cell, content));
        return this;
    }
}
