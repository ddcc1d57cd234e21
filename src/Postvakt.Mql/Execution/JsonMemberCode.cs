namespace Postvakt.Mql.Execution;

/// <summary>A member of a value of JSON.</summary>
internal sealed class JsonMemberCode(Code owner, string name) : Expression
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var value = owner.Value(frame);
        return value.IsMissing ? value : value.Map is { } map ? map[name] : MqlValue.Null;
    }
}
