namespace Postvakt.Documents.Tests.Building;

/// <summary>A workbook as tests want it, to be written in any of its forms. Content that begins with "=" is a formula.</summary>
internal sealed class BookPlan
{
    public List<SheetPlan> Sheets { get; } = [];

    public List<NamePlan> Names { get; } = [];

    /// <summary>DDE links: program and topic.</summary>
    public List<(string Program, string Topic)> Programs { get; } = [];

    public SheetPlan Sheet(string name)
    {
        Sheets.Add(new SheetPlan(name, IsMacro: false, 0));
        return Sheets[^1];
    }

    /// <param name="hidden">0 visible, 1 hidden, 2 very hidden.</param>
    public SheetPlan Macros(string name, int hidden = 0)
    {
        Sheets.Add(new SheetPlan(name, IsMacro: true, hidden));
        return Sheets[^1];
    }

    public BookPlan Name(string name, string refers, bool hidden = false, bool builtIn = false)
    {
        Names.Add(new NamePlan(name, refers, hidden, builtIn));
        return this;
    }

    /// <summary>One macro sheet "M", started by Auto_Open at A1, with one formula a line from A1 downwards.</summary>
    public static BookPlan Of(params string[] formulas)
    {
        var plan = new BookPlan();
        var sheet = plan.Macros("M");
        for (var i = 0; i < formulas.Length; i++) sheet.Put("A" + (i + 1), formulas[i]);
        return plan.Name("Auto_Open", "M!A1", builtIn: true);
    }
}
