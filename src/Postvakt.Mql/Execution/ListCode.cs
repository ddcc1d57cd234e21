using Postvakt.Mql.Lists;

namespace Postvakt.Mql.Execution;

/// <summary>A list by name; missing when it is not configured, or only answers.</summary>
internal sealed class ListCode(MqlList? list, string name) : Expression
{
    private readonly MqlValue _value = list?.Items is { } items ? MqlValue.Of(items) : MqlValue.Missing("$" + name);

    protected override MqlValue Evaluate(Frame frame) => _value;
}
