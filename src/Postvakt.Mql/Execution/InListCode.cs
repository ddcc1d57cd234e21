using Postvakt.Mql.Lists;

namespace Postvakt.Mql.Execution;

/// <summary>Looked up among texts that are known beforehand.</summary>
internal sealed class InListCode(Code left, MqlList list, bool ignoreCase, bool negated) : Condition
{
    protected override Truth Evaluate(Frame frame)
    {
        var value = left.Value(frame);
        if (value.IsMissing) return Truth.Unknown(value.Why!);
        return value.Text is { } text ? Truth.Of(list.Contains(text, ignoreCase) != negated) : Truth.Null;
    }
}
