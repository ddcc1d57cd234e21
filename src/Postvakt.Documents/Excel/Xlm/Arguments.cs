using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>Arguments of one call, worked out when they are asked for; what is to be kept in mind about them gathers in <see cref="Mark"/>.</summary>
internal sealed class Arguments(XlmRun run, string name, IReadOnlyList<Expr> formulas)
{
    private readonly Value?[] _values = new Value?[formulas.Count];

    public XlmRun Run => run;

    /// <summary>Of the function, in upper case.</summary>
    public string Name => name;

    public int Count => formulas.Count;

    public Mark Mark { get; private set; }

    public void Note(Mark mark) => Mark |= mark;

    /// <summary>Null for one that is not there: a broken formula may call anything without arguments.</summary>
    public Expr? Formula(int number) => number < formulas.Count ? formulas[number] : null;

    public bool IsGiven(int number) => number < formulas.Count && formulas[number] is not ConstantExpr { Value: MissingValue };

    /// <summary>A reference stays one.</summary>
    public Value Raw(int number)
    {
        if (number >= formulas.Count) return MissingValue.One;
        var value = _values[number] ??= run.Evaluate(formulas[number]);
        Mark |= value.Mark;
        return value;
    }

    public Value Value(int number)
    {
        var value = run.Resolve(Raw(number));
        Mark |= value.Mark;
        return value;
    }

    public string Text(int number) => Coercion.Text(Value(number));

    public double? Number(int number, double missing = 0) => IsGiven(number) ? Coercion.Number(Value(number)) : missing;

    /// <summary>A whole number that fits where counts and places are wanted.</summary>
    public int? Integer(int number, int missing = 0) => Number(number, missing) is { } value ? (int)Math.Clamp(Math.Floor(value), -2_000_000, 2_000_000) : null;

    public bool? Truth(int number) => Coercion.Truth(Value(number));

    /// <summary>A reference, also one that is given as text.</summary>
    public Area? Area(int number) => Raw(number) switch
    {
        AreaValue area => area.Area,
        TextValue text => run.AreaOf(text.Text),
        _ => null,
    };

    /// <summary>All values, areas and arrays taken apart.</summary>
    public IEnumerable<Value> All(int from = 0)
    {
        for (var i = from; i < formulas.Count; i++)
        {
            foreach (var value in run.Items(Raw(i)))
            {
                Mark |= value.Mark;
                yield return value;
            }
        }
    }

    public Value Of(string text) => run.Made(text, Mark);

    public Value Of(double number) => Coercion.Of(number, Mark);

    public Value Of(double? number) => number is { } value ? Coercion.Of(value, Mark) : new ErrorValue("#VALUE!", Mark);

    public Value Of(bool truth) => new TruthValue(truth, Mark);

    public Value Error(string code = "#VALUE!") => new ErrorValue(code, Mark);
}
