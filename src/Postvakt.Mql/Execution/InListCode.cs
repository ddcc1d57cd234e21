using Postvakt.Mql.Lists;

namespace Postvakt.Mql.Execution;

/// <summary>Looked up among texts that are known beforehand, or asked of the list.</summary>
/// <param name="name">What is missing when the list does not know.</param>
internal sealed class InListCode(Code left, MqlList list, string name, bool ignoreCase, bool negated) : Condition
{
    private readonly Truth _unknown = Truth.Unknown(new(name));

    protected override Truth Evaluate(Frame frame)
    {
        var value = left.Value(frame);
        if (value.IsMissing) return Truth.Unknown(value.Why!);
        if (value.Text is not { } text) return Truth.Null;
        return list.Contains(frame.Message, text, ignoreCase) is { } contains ? Truth.Of(contains != negated) : _unknown;
    }
}
