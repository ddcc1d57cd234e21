namespace Postvakt.Documents.Report;

// Workbooks.
public static partial class FindingKinds
{
    public static readonly FindingKind XlmMacro = new("xlm-macro", Severity.Medium, "Holds Excel 4.0 macros, which hardly anybody has written since 1995.", "T1059");
    public static readonly FindingKind XlmEmptySheet = new("xlm-empty-sheet", Severity.Low, "Has an Excel 4.0 macro sheet without formulas.");
    public static readonly FindingKind XlmHiddenSheet = new("xlm-hidden-sheet", Severity.Medium, "A macro sheet is hidden.", "T1564");
    public static readonly FindingKind XlmVeryHiddenSheet = new("xlm-very-hidden-sheet", Severity.High, "A macro sheet is hidden so that Excel's menus cannot show it.", "T1564");
    public static readonly FindingKind XlmHiddenStart = new("xlm-hidden-start", Severity.High, "The name that starts a macro is hidden, or spelt so that scanners miss it.", "T1027", "T1564");
    public static readonly FindingKind XlmProbe = new("xlm-probe", Severity.Medium, "A macro looks at the machine it runs on before it goes on.", "T1497");
    public static readonly FindingKind ClockInAddress = new("clock-in-address", Severity.Low, "A macro puts the time of opening into an address: each victim has another.", "T1027");
    public static readonly FindingKind HiddenSheet = new("hidden-sheet", Severity.Low, "A sheet is hidden so that Excel's menus cannot show it.", "T1564");

    public static readonly FindingKind Dde = new("dde", Severity.High, "A field or formula that starts a program (DDE).", "T1559.002");
    public static readonly FindingKind DdeLink = new("dde-link", Severity.Low, "Asks another program for data (DDE).", "T1559.002");
    public static readonly FindingKind WorkbookLink = new("workbook-link", Severity.Info, "Takes values from another workbook, after asking.");
    public static readonly FindingKind QueryFile = new("query-file", Severity.High, "A file that makes Excel fetch a table, and formulas in it, from an address.", "T1221", "T1559.002");
    public static readonly FindingKind WebQuery = new("web-query", Severity.Medium, "Asks an address of the web for its data.", "T1221");
}
