using Postvakt.Mql.Hosts;

namespace Postvakt.Mql.Execution;

/// <summary>A field of an object.</summary>
/// <param name="name">What is missing when <paramref name="read"/> is null.</param>
/// <param name="emptyOfNone">It is a list, and one that an object lacks is empty.</param>
/// <param name="emptyOfNull">It is empty also when there is no object.</param>
internal sealed class FieldCode(Code owner, MqlAccessor? read, string name, bool emptyOfNone, bool emptyOfNull) : Expression
{
    private readonly MqlValue _missing = MqlValue.Missing(name);

    protected override MqlValue Evaluate(Frame frame)
    {
        var value = owner.Value(frame);
        if (value.IsMissing) return value;
        if (value.Object is not { } of) return emptyOfNull ? MqlValue.Of(MqlArray.Empty) : MqlValue.Null;
        if (read is null) return _missing;
        value = read(of);
        return emptyOfNone && value.IsNull ? MqlValue.Of(MqlArray.Empty) : value;
    }
}
