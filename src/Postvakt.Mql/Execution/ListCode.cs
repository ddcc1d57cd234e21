using Postvakt.Mql.Lists;

namespace Postvakt.Mql.Execution;

/// <summary>A list by name; missing when it is not configured.</summary>
internal sealed class ListCode(MqlList? list, string name) : Expression
{
    private readonly MqlValue _value = list is null ? MqlValue.Missing("$" + name) : MqlValue.Of(list.Items);

    public MqlList? List { get; } = list;

    protected override MqlValue Evaluate(Frame frame) => _value;
}
