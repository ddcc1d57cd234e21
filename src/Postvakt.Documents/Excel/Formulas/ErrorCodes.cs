namespace Postvakt.Documents.Excel.Formulas;

/// <summary>[MS-XLS] 2.5.10: numbers of error values.</summary>
internal static class ErrorCodes
{
    public static string Name(byte code) => code switch
    {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
}
