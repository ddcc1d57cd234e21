namespace Postvakt.Documents.Excel.Formulas;

/// <summary>The three forms of formula tokens.</summary>
internal enum TokenForm
{
    /// <summary>Excel 5 and 95.</summary>
    Biff5,

    /// <summary>[MS-XLS] 2.5.198.</summary>
    Biff8,

    /// <summary>[MS-XLSB] 2.5.97.</summary>
    Biff12,
}
