using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>Functions of numbers, dates and chance.</summary>
internal static class NumberFunctions
{
    public static void AddTo(Dictionary<string, XlmFunction> table)
    {
        foreach (var (name, work) in Plain) table.Add(name, a => One(a, work));
        table.Add("MOD", a => Two(a, (x, y) => y == 0 ? double.NaN : x - y * Math.Floor(x / y)));
        table.Add("POWER", a => Two(a, Math.Pow));
        table.Add("ATAN2", a => Two(a, (x, y) => Math.Atan2(y, x)));
        table.Add("ROUND ROUNDUP ROUNDDOWN TRUNC", a => Two(a, (x, y) => Round(a.Name, x, y)));
        table.Add("CEILING", a => Two(a, (x, y) => y == 0 ? 0 : Math.Ceiling(x / y) * y));
        table.Add("FLOOR", a => Two(a, (x, y) => y == 0 ? 0 : Math.Floor(x / y) * y));
        table.Add("LOG", a => a.Number(0) is { } x && a.Number(1, 10) is { } y ? a.Of(Math.Log(x, y)) : a.Error());
        table.Add("PI", a => a.Of(Math.PI));
        table.Add("SUM", a => Over(a, numbers => numbers.Sum()));
        table.Add("PRODUCT", a => Over(a, numbers => numbers.Aggregate(1.0, (x, y) => x * y)));
        table.Add("MAX", a => Over(a, numbers => numbers.DefaultIfEmpty().Max()));
        table.Add("MIN", a => Over(a, numbers => numbers.DefaultIfEmpty().Min()));
        table.Add("AVERAGE", a => Over(a, numbers => numbers.DefaultIfEmpty().Average()));
        table.Add("COUNT", a => Over(a, numbers => numbers.Count));
        table.Add("COUNTA", a => a.Of((double)a.All().Count(v => v is not BlankValue)));
        table.Add("COUNTBLANK", a => a.Of((double)a.All().Count(v => v is BlankValue)));
        table.Add("RAND", _ => new NumberValue(0.5, Mark.Doubtful));
        table.Add("RANDBETWEEN", a => a.Number(0) is { } low ? new NumberValue(low, Mark.Doubtful) : a.Error());
        table.Add("NOW", _ => new NumberValue(Dates.Now, Mark.Clock));
        table.Add("TODAY", _ => new NumberValue(Math.Floor(Dates.Now), Mark.Clock));
        table.Add("DATE", a => a.Integer(0) is { } year && a.Integer(1) is { } month && a.Integer(2) is { } day ? a.Of(Dates.Serial(year, month, day)) : a.Error());
        table.Add("TIME", a => a.Number(0) is { } h && a.Number(1) is { } m && a.Number(2) is { } s ? a.Of((h * 3600 + m * 60 + s) / 86_400) : a.Error());
        table.Add("YEAR MONTH DAY HOUR MINUTE SECOND WEEKDAY", DatePart);
        table.Add("DEC2HEX", a => a.Number(0) is { } x && Math.Abs(x) < 1e15 ? a.Of(((long)x).ToString("X", System.Globalization.CultureInfo.InvariantCulture)) : a.Error());
        table.Add("HEX2DEC", a => long.TryParse(a.Text(0), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var x) ? a.Of((double)x) : a.Error());
        table.Add("BITXOR", a => Two(a, (x, y) => x is >= 0 and < 1L << 48 && y is >= 0 and < 1L << 48 ? (long)x ^ (long)y : double.NaN));
    }

    private static readonly (string Name, Func<double, double> Work)[] Plain =
    [
        ("ABS", Math.Abs), ("INT", Math.Floor), ("SIGN", x => x > 0 ? 1 : x < 0 ? -1 : 0), ("SQRT", Math.Sqrt), ("EXP", Math.Exp), ("LN", Math.Log), ("LOG10", Math.Log10),
        ("SIN", Math.Sin), ("COS", Math.Cos), ("TAN", Math.Tan), ("ASIN", Math.Asin), ("ACOS", Math.Acos), ("ATAN", Math.Atan), ("SINH", Math.Sinh), ("COSH", Math.Cosh), ("TANH", Math.Tanh),
        ("RADIANS", x => x * Math.PI / 180), ("DEGREES", x => x * 180 / Math.PI), ("EVEN", x => Math.Ceiling(Math.Abs(x) / 2) * 2 * (x < 0 ? -1 : 1)),
        ("ODD", x => (Math.Ceiling((Math.Abs(x) - 1) / 2) * 2 + 1) * (x < 0 ? -1 : 1)), ("FACT", x => x is < 0 or > 170 ? double.NaN : Enumerable.Range(1, (int)x).Aggregate(1.0, (p, i) => p * i)),
    ];

    private static Value One(Arguments a, Func<double, double> work) =>
        a.Value(0) is UnknownValue or ErrorValue ? a.Value(0) : a.Number(0) is { } number ? a.Of(work(number)) : a.Error();

    private static Value Two(Arguments a, Func<double, double, double> work)
    {
        if (a.Value(0) is UnknownValue || a.Value(1) is UnknownValue) return UnknownValue.One;
        return a.Number(0) is { } x && a.Number(1) is { } y ? a.Of(work(x, y)) : a.Error();
    }

    private static Value Over(Arguments a, Func<List<double>, double> work)
    {
        var numbers = new List<double>();
        for (var i = 0; i < a.Count; i++)
        {
            // Text counts as a number only where it is an argument itself.
            var direct = a.Raw(i) is not (AreaValue or MatrixValue);
            foreach (var value in a.Run.Items(a.Raw(i)))
            {
                if (value is UnknownValue) return UnknownValue.One;
                if (value is ErrorValue) return value;
                if (value is NumberValue n) numbers.Add(n.Number);
                else if (direct && value is TextValue or TruthValue && Coercion.Number(value) is { } number) numbers.Add(number);
                a.Note(value.Mark);
            }
        }
        return a.Of(work(numbers));
    }

    private static double Round(string name, double x, double digits)
    {
        var scale = Math.Pow(10, Math.Clamp(Math.Floor(digits), -300, 300));
        return name switch
        {
            "ROUNDUP" => Math.Sign(x) * Math.Ceiling(Math.Abs(x) * scale) / scale,
            "ROUND" => Math.Round(x * scale, MidpointRounding.AwayFromZero) / scale,
            _ => Math.Truncate(x * scale) / scale,
        };
    }

    private static Value DatePart(Arguments a)
    {
        if (a.Value(0) is UnknownValue) return UnknownValue.One;
        if (a.Number(0) is not { } serial || serial is < 0 or > 2_958_465) return a.Error("#NUM!");
        var date = Dates.Of(serial);
        return a.Of(a.Name switch
        {
            "YEAR" => date.Year,
            "MONTH" => date.Month,
            "DAY" => date.Day,
            "HOUR" => date.Hour,
            "MINUTE" => date.Minute,
            "SECOND" => date.Second,
            _ => (double)date.DayOfWeek + 1,
        });
    }
}
