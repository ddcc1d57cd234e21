using Postvakt.Mql.Lists;

namespace Postvakt.Mql.Execution;

/// <summary>Looked up among texts that are known beforehand.</summary>
internal sealed class InListCode(Code left, MqlList list, bool ignoreCase, bool negated) : Condition
{
    private const int MostCompared = 100;

    protected override Truth Evaluate(Frame frame)
    {
        var value = left.Value(frame);
        if (value.IsMissing) return value.Why!.Not is { } not && !ignoreCase && IsWithin(not) ? Truth.Of(negated) : Truth.Unknown(value.Why!);
        return value.Text is { } text ? Truth.Of(list.Contains(text, ignoreCase) != negated) : Truth.Null;
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
