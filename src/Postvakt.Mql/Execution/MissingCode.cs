namespace Postvakt.Mql.Execution;

/// <summary>What the host does not supply.</summary>
internal sealed class MissingCode(string name) : Expression
{
    private readonly MqlValue _value = MqlValue.Missing(name);

    protected override MqlValue Evaluate(Frame frame) => _value;
}
