namespace Postvakt.Documents.Excel.Formulas;

/// <summary>Which sheets, books and names the numbers in formula tokens mean.</summary>
internal sealed class LinkTable(Workbook workbook)
{
    /// <summary>Entries kept of each table.</summary>
    public const int MaxEntries = 70_000;

    private HashSet<string>? _own;

    /// <summary>Notes a formula that was not read to its end.</summary>
    public void TooDeep() => workbook.TooDeep = true;

    public List<LinkedBook> Books { get; } = [];

    /// <summary>[MS-XLS] 2.4.105: number of the book, first and last sheet.</summary>
    public List<(int Book, int First, int Last)> Sheets { get; } = [];

    /// <summary>Names of the workbook in the order of the file, counted from 1 by tokens.</summary>
    public List<string> Names { get; } = [];

    /// <summary>True for a name of the workbook. Not to be asked before all names are known.</summary>
    public bool IsName(string name) => (_own ??= new HashSet<string>(Names, StringComparer.OrdinalIgnoreCase)).Contains(name);

    public LinkedBook? Book(int entry) => entry >= 0 && entry < Sheets.Count && Sheets[entry].Book is var book && book >= 0 && book < Books.Count ? Books[book] : null;

    /// <summary>Sheet of this workbook that an entry means; -1 when it means none.</summary>
    public int Sheet(int entry) => Book(entry) is { Kind: LinkKind.Own } ? Sheets[entry].First : -1;

    /// <summary>What an entry outside the workbook is called, with its "!".</summary>
    public string Outside(int entry)
    {
        // 2.4.105: a negative number in the book itself is a sheet that was deleted.
        if (Book(entry) is not { Kind: not LinkKind.Own } book) return "#REF!";
        if (book.Kind == LinkKind.Program) return book.Path + "!";
        var first = Sheets[entry].First;
        return $"'[{book.Path}]{(first >= 0 && first < book.Sheets.Count ? book.Sheets[first] : "")}'!";
    }

    /// <summary>A name as tokens mean it: of this workbook, of a book, of an add-in, or an item of a program.</summary>
    public Expr Name(int entry, long number)
    {
        var book = Book(entry);
        if (book is null || book.Kind == LinkKind.Own) return Name(number, book is null ? null : Sheets[entry].First is var sheet && sheet >= 0 ? sheet : null);
        var name = number >= 1 && number <= book.Names.Count ? book.Names[(int)number - 1] : "?";
        return book.Kind == LinkKind.AddIn ? new NameExpr(name, null) : new OutsideExpr(Outside(entry) + name);
    }

    public NameExpr Name(long number, int? sheet = null) => new(number >= 1 && number <= Names.Count ? Names[(int)number - 1] : "#NAME?", sheet);
}
