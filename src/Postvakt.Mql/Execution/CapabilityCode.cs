using Postvakt.Mql.Hosts;
using Postvakt.Mql.Schema;

namespace Postvakt.Mql.Execution;

/// <summary>A function of the host, asked once for each message with the same arguments. Of null it is null, whether the host has it or not.</summary>
internal sealed class CapabilityCode(MqlSignature signature, MqlFunction? function, Code[] arguments) : Expression
{
    private readonly MqlValue _missing = MqlValue.Missing(signature.Name);
    private readonly int _positional = arguments.Length - signature.Parameters.Count(p => p.Name is not null);

    protected override MqlValue Evaluate(Frame frame)
    {
        var values = arguments.Length == 0 ? [] : new MqlValue[arguments.Length];
        Missing? why = null;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Value(frame);
            if (values[i].IsMissing) why = Missing.Join(why, values[i].Why);
            if (i < _positional && values[i].IsNull) return MqlValue.Null;
        }
        if (function is null) return why is null ? _missing : MqlValue.Missing(Missing.Join(why, _missing.Why)!);
        if (why is not null) return MqlValue.Missing(why);
        var key = new CallKey(signature.Name, values);
        if (frame.TryAnswer(key, out var answer)) return answer;
        frame.Steps -= 100;
        answer = function(frame.Message, values);
        frame.Keep(key, answer);
        return answer;
    }
}
