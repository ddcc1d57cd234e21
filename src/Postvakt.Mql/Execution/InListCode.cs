using Postvakt.Mql.Lists;

namespace Postvakt.Mql.Execution;

/// <summary>Looked up among texts that are known beforehand, or asked of the list.</summary>
/// <param name="name">What is missing when the list does not know.</param>
internal sealed class InListCode(Code left, MqlList list, string name, bool ignoreCase, bool negated) : Condition
{
    private const int MostCompared = 100;

    private readonly Truth _unknown = Truth.Unknown(new(name));

    protected override Truth Evaluate(Frame frame)
    {
        var value = left.Value(frame);
        if (value.IsMissing) return value.Why!.Not is { } not && !ignoreCase && IsWithin(not) ? Truth.Of(negated) : Truth.Unknown(value.Why!);
        if (value.Text is not { } text) return Truth.Null;
        return list.Contains(frame.Message, text, ignoreCase) is { } contains ? Truth.Of(contains != negated) : _unknown;
    }

    /// <summary>All of the list are texts that it is known not to be. Long lists are not gone through.</summary>
    private bool IsWithin(IReadOnlySet<string> not)
    {
        if (list.Items is not { Count: <= MostCompared } items) return false;
        for (var i = 0; i < items.Count; i++)
            if (items[i].Text is not { } text || !not.Contains(text)) return false;
        return true;
    }
}
