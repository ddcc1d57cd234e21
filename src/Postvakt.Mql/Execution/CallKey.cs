namespace Postvakt.Mql.Execution;

/// <summary>A call of the host with what it was given, so that one mail is asked about once.</summary>
internal readonly struct CallKey(string function, MqlValue[] arguments) : IEquatable<CallKey>
{
    private readonly string _function = function;
    private readonly MqlValue[] _arguments = arguments;

    public bool Equals(CallKey other)
    {
        if (!ReferenceEquals(_function, other._function) || _arguments.Length != other._arguments.Length) return false;
        for (var i = 0; i < _arguments.Length; i++)
            if (!_arguments[i].SameAs(other._arguments[i])) return false;
        return true;
    }

    public override bool Equals(object? obj) => obj is CallKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = _function.GetHashCode(StringComparison.Ordinal);
        foreach (var argument in _arguments) hash = HashCode.Combine(hash, argument.KeyHash);
        return hash;
    }
}
