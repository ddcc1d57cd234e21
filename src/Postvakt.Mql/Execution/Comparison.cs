namespace Postvakt.Mql.Execution;

/// <summary>The signs between two values.</summary>
internal static class Comparison
{
    /// <summary>Null beside a null; null also where values of JSON turn out to be of different kinds.</summary>
    public static Truth Of(string sign, MqlValue left, MqlValue right)
    {
        if (left.IsNull || right.IsNull) return Truth.Null;
        if (left.IsMissing || right.IsMissing) return Excluded(sign, left.Why, right) ?? Excluded(sign, right.Why, left) ?? Truth.Unknown(Missing.Join(left.Why, right.Why)!);
        if (left.Text is { } text) return right.Text is { } other ? Texts(sign, text, other) : Truth.Null;
        if (left.TryInt(out var whole) && right.TryInt(out var otherWhole)) return Ordered(sign, whole.CompareTo(otherWhole));
        if (left.TryNumber(out var number)) return right.TryNumber(out var otherNumber) ? Ordered(sign, number.CompareTo(otherNumber)) : Truth.Null;
        if (!left.TryBool(out var truth) || !right.TryBool(out var otherTruth)) return Truth.Null;
        return sign switch { "==" => Truth.Of(truth == otherTruth), "!=" => Truth.Of(truth != otherTruth), _ => Truth.Null };
    }

    /// <summary>What is not known may still be known to be none of some texts.</summary>
    private static Truth? Excluded(string sign, Missing? missing, MqlValue other) =>
        sign is "==" or "!=" && other.Text is { } text && missing?.Not?.Contains(text) == true ? Truth.Of(sign == "!=") : null;

    private static Truth Texts(string sign, string left, string right) => sign switch
    {
        "==" => Truth.Of(left == right),
        "!=" => Truth.Of(left != right),
        "=~" => Truth.Of(left.Equals(right, StringComparison.OrdinalIgnoreCase)),
        "!~" => Truth.Of(!left.Equals(right, StringComparison.OrdinalIgnoreCase)),
        _ => Ordered(sign, string.CompareOrdinal(left, right)),
    };

    private static Truth Ordered(string sign, int order) => Truth.Of(sign switch { "==" => order == 0, "!=" => order != 0, "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 });
}
