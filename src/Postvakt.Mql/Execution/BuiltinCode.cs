using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Postvakt.Mql.Execution;

internal sealed class BuiltinCode(Builtin function, Code[] arguments, int positional) : Expression
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var buffer = new Few();
        Span<MqlValue> values = arguments.Length <= 4 ? ((Span<MqlValue>)buffer)[..arguments.Length] : new MqlValue[arguments.Length];
        Missing? why = null;
        var isNull = false;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Value(frame);
            if (values[i].IsMissing) why = Missing.Join(why, values[i].Why);
            isNull |= i < positional && values[i].IsNull;
        }
        if (isNull) return MqlValue.Null;
        if (why is not null) return MqlValue.Missing(why);
        try
        {
            var result = function(frame, values);
            return frame.IsSpent ? MqlValue.Missing(Missing.Budget) : result;
        }
        catch (Exception gaveUp) when (gaveUp is RegexMatchTimeoutException or NotSupportedException)
        {
            return MqlValue.Missing(Missing.Budget);
        }
    }

    [InlineArray(4)]
    private struct Few
    {
        private MqlValue _first;
    }
}
