using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>Compares values as Excel does: numbers before text before truth values; letters in any case.</summary>
internal static class Comparison
{
    public static bool Holds(string sign, Value left, Value right)
    {
        var order = Order(left, right);
        return sign switch
        {
            "=" => order == 0,
            "<>" => order != 0,
            "<" => order < 0,
            ">" => order > 0,
            "<=" => order <= 0,
            _ => order >= 0,
        };
    }

    public static int Order(Value left, Value right)
    {
        if (left is BlankValue or MissingValue) left = Empty(right);
        if (right is BlankValue or MissingValue) right = Empty(left);
        var (a, b) = (Rank(left), Rank(right));
        if (a != b) return a.CompareTo(b);
        return left is TextValue l && right is TextValue r
            ? string.Compare(l.Text, r.Text, StringComparison.OrdinalIgnoreCase)
            : (Coercion.Number(left) ?? 0).CompareTo(Coercion.Number(right) ?? 0);
    }

    private static Value Empty(Value like) => like switch
    {
        TextValue => new TextValue(""),
        TruthValue => new TruthValue(false),
        _ => new NumberValue(0),
    };

    private static int Rank(Value value) => value switch { TextValue => 1, TruthValue => 2, _ => 0 };
}
