namespace Postvakt.Documents.Excel.Biff12;

/// <summary>Numbers of the records that are read ([MS-XLSB] 2.3).</summary>
internal static class Biff12Kind
{
    public const int RowHeader = 0;
    public const int CellRk = 2;
    public const int CellError = 3;
    public const int CellBool = 4;
    public const int CellReal = 5;
    public const int CellText = 6;
    public const int CellShared = 7;
    public const int FormulaText = 8;
    public const int FormulaNumber = 9;
    public const int FormulaBool = 10;
    public const int FormulaError = 11;
    public const int SharedItem = 19;
    public const int Name = 39;
    public const int CellRich = 62;
    public const int BundleSheet = 156;
    public const int BookSource = 355;
    public const int Self = 357;
    public const int Same = 358;
    public const int BeginBook = 360;
    public const int ExternSheet = 362;
    public const int ArrayFormula = 426;
    public const int SharedFormula = 427;
    public const int BeginHeaderFooter = 479;
    public const int CommentText = 637;
    public const int AddIn = 667;
    public const int ItemName = 577;
}
