using System.Globalization;
using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>Turns values into the kind that a function wants, as Excel does.</summary>
internal static class Coercion
{
    /// <summary>Stands in text for a piece that could not be worked out.</summary>
    public const string Gap = "{?}";

    public static string Text(Value value) => value switch
    {
        TextValue t => t.Text,
        NumberValue n => n.Text,
        TruthValue t => t.Truth ? "TRUE" : "FALSE",
        ErrorValue e => e.Code,
        UnknownValue => Gap,
        MatrixValue m => Text(m.Rows[0][0]),
        _ => "",
    };

    /// <summary>Null where Excel would give #VALUE!, and for what is not known.</summary>
    public static double? Number(Value value) => value switch
    {
        NumberValue n => n.Number,
        TruthValue t => t.Truth ? 1 : 0,
        BlankValue or MissingValue => 0,
        TextValue t => Parse(t.Text),
        MatrixValue m => Number(m.Rows[0][0]),
        _ => null,
    };

    public static bool? Truth(Value value) => value switch
    {
        TextValue t when t.Text.Equals("TRUE", StringComparison.OrdinalIgnoreCase) => true,
        TextValue t when t.Text.Equals("FALSE", StringComparison.OrdinalIgnoreCase) => false,
        TextValue => null,
        _ => Number(value) is { } number ? number != 0 : null,
    };

    public static double? Parse(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty || trimmed.Length > 40) return null;
        var percent = trimmed[^1] == '%';
        if (percent) trimmed = trimmed[..^1];
        const NumberStyles styles = NumberStyles.Float | NumberStyles.AllowThousands;
        return char.IsAsciiDigit(trimmed.IsEmpty ? ' ' : trimmed[^1]) && double.TryParse(trimmed, styles, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? percent ? number / 100 : number
            : null;
    }

    public static Value Of(double number, Mark mark = Mark.None) => double.IsFinite(number) ? new NumberValue(number, mark) : new ErrorValue("#NUM!", mark);

    /// <summary>Text no longer than a cell holds.</summary>
    public static Value Of(string text, Mark mark = Mark.None) => text.Length <= MaxText ? new TextValue(text, mark) : new ErrorValue("#VALUE!", mark);

    /// <summary>Excel's limit for the text of a cell.</summary>
    public const int MaxText = 32_767;
}
