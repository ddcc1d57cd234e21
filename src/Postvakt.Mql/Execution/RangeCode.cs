namespace Postvakt.Mql.Execution;

/// <summary><c>0 &lt; x &lt;= 5</c></summary>
internal sealed class RangeCode(string[] signs, Code[] values) : Condition
{
    protected override Truth Evaluate(Frame frame)
    {
        var all = Truth.True;
        var left = values[0].Value(frame);
        for (var i = 0; i < signs.Length && !all.IsFalse; i++)
        {
            var right = values[i + 1].Value(frame);
            all = all.And(Comparison.Of(signs[i], left, right));
            left = right;
        }
        return all;
    }
}
