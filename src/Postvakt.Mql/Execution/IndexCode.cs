namespace Postvakt.Mql.Execution;

/// <summary><c>a[i]</c>: zero-based; whatever is outside is null.</summary>
internal sealed class IndexCode(Code target, Code index) : Expression
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var value = target.Value(frame);
        if (value.IsNull || value.IsMissing) return value;
        var at = index.Value(frame);
        if (at.IsNull || at.IsMissing) return at;
        if (value.Map is { } map) return at.Text is { } key ? map[key] : MqlValue.Null;
        if (value.Array is not { } list || !at.TryInt(out var number)) return MqlValue.Null;
        if (list.Why is { } why) return MqlValue.Missing(why);
        return number >= 0 && number < list.Count ? list[(int)number] : MqlValue.Null;
    }
}
