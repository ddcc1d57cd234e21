using Postvakt.Mql.Hosts;

namespace Postvakt.Mql.Execution;

/// <summary>A field of the message itself.</summary>
internal sealed class RootCode(MqlAccessor read, bool isList) : Expression
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var value = read(frame.Message);
        return isList && value.IsNull ? MqlValue.Of(MqlArray.Empty) : value;
    }
}
