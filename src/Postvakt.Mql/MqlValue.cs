using System.Globalization;
using Postvakt.Mql.Execution;

namespace Postvakt.Mql;

/// <summary>
/// A value as rules see it: null, true or false, a number, a text, a list, a map, or an object of the host. Numbers are not boxed. A value may also be <see cref="Missing(string)"/>: not null, but not known; then a rule whose
/// outcome hangs on it is indeterminate.
/// </summary>
public readonly struct MqlValue
{
    private static readonly object BoolTag = new();
    private static readonly object IntTag = new();
    private static readonly object FloatTag = new();

    private readonly object? _reference;
    private readonly long _bits;

    private MqlValue(object? reference, long bits = 0) => (_reference, _bits) = (reference, bits);

    public static MqlValue Null => default;

    public bool IsNull => _reference is null;

    public bool IsMissing => _reference is Missing;

    internal Missing? Why => _reference as Missing;

    /// <summary>The text; null when it is none.</summary>
    public string? Text => _reference as string;

    public MqlArray? Array => _reference as MqlArray;

    public MqlMap? Map => _reference as MqlMap;

    /// <summary>The host's object, a list or a map; null for texts, numbers and truths.</summary>
    public object? Object => _reference is string or Execution.Missing || IsTag ? null : _reference;

    private bool IsTag => ReferenceEquals(_reference, IntTag) || ReferenceEquals(_reference, BoolTag) || ReferenceEquals(_reference, FloatTag);

    public static MqlValue Of(string? text) => new(text);

    public static MqlValue Of(long number) => new(IntTag, number);

    public static MqlValue Of(double number) => new(FloatTag, BitConverter.DoubleToInt64Bits(number));

    public static MqlValue Of(bool truth) => new(BoolTag, truth ? 1 : 0);

    /// <param name="value">An object of the host, which its accessors get back; null is null.</param>
    public static MqlValue Of(object? value) => new(value);

    public static MqlValue Of(MqlArray? list) => new(list);

    public static MqlValue Of(MqlMap? map) => new(map);

    /// <summary>Not known, because this was not to be had: a service that is down, a file that was not looked into.</summary>
    /// <param name="name">What people are told: the function, list or field.</param>
    public static MqlValue Missing(string name) => new(new Missing(name));

    /// <summary>Not known, but a text that is none of these: the topics that a classifier would have found, had it known them. What asks for one of these has its answer.</summary>
    /// <param name="not">Compared with case; must not be changed afterwards.</param>
    public static MqlValue MissingBut(string name, IReadOnlySet<string> not) => new(new Missing(name) { Not = not });

    internal static MqlValue Missing(Missing why) => new(why);

    public bool TryBool(out bool value)
    {
        value = _bits != 0;
        return ReferenceEquals(_reference, BoolTag);
    }

    public bool TryInt(out long value)
    {
        value = _bits;
        return ReferenceEquals(_reference, IntTag);
    }

    /// <summary>A number of either kind.</summary>
    public bool TryNumber(out double value)
    {
        if (ReferenceEquals(_reference, IntTag))
        {
            value = _bits;
            return true;
        }
        value = BitConverter.Int64BitsToDouble(_bits);
        return ReferenceEquals(_reference, FloatTag);
    }

    /// <summary>Equal as keys are: texts and numbers by value, all else by being the same.</summary>
    internal bool SameAs(MqlValue other) => _bits == other._bits && (_reference is string text ? text == other._reference as string : ReferenceEquals(_reference, other._reference));

    internal int KeyHash => _reference is string text ? text.GetHashCode(StringComparison.Ordinal) : HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_reference), _bits);

    /// <summary>For people: texts in quotes, lists and objects by what they are.</summary>
    public override string ToString()
    {
        if (_reference is null) return "null";
        if (_reference is string text) return $"\"{text}\"";
        if (TryBool(out var truth)) return truth ? "true" : "false";
        if (TryInt(out var whole)) return whole.ToString(CultureInfo.InvariantCulture);
        if (TryNumber(out var number)) return number.ToString(CultureInfo.InvariantCulture);
        return _reference switch
        {
            Missing why => $"missing ({string.Join(", ", why.Names)})",
            MqlArray list => $"list of {list.Count}",
            MqlMap map => $"map of {map.Count}",
            _ => "object",
        };
    }
}
