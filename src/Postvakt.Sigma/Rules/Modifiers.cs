using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Rules;

/// <summary>The chain of modifiers behind a field name, checked (modifiers appendix 2.1.0).</summary>
internal sealed class Modifiers
{
    private static readonly string[] Shapes = ["startswith", "endswith", "contains"];
    private static readonly string[] Encodings = ["base64", "base64offset", "utf16le", "utf16be", "utf16", "wide", "windash"];
    private static readonly string[] Comparisons = ["lt", "lte", "gt", "gte"];
    private static readonly string[] Times = ["minute", "hour", "day", "week", "month", "year"];
    private static readonly string[] Types = ["re", "cidr", "exists", "fieldref", .. Comparisons, .. Times];
    private static readonly string[] NeedField = ["startswith", "endswith", "exists", "cidr", "fieldref", "neq", .. Comparisons, .. Times];
    private static readonly string[] Known = ["all", "cased", "neq", "expand", "i", "m", "s", .. Shapes, .. Encodings, .. Types];

    public bool All { get; private set; }

    public bool Cased { get; private set; }

    public bool Differs { get; private set; }

    public bool Expand { get; private set; }

    public bool Exists { get; private set; }

    public bool Cidr { get; private set; }

    public bool FieldReference { get; private set; }

    /// <summary>Null unless the values are patterns.</summary>
    public RegexFlags? Regex { get; private set; }

    public TextShape Shape { get; private set; }

    public CompareOperator? Comparison { get; private set; }

    public TimePart? Time { get; private set; }

    /// <summary>What is done to each value, in order: encodings and windash.</summary>
    public IReadOnlyList<string> Steps { get; private set; } = [];

    public bool IsText => Regex is null && !Exists && !Cidr && !FieldReference && Comparison is null && Time is null;

    /// <param name="names">Behind the field, in order.</param>
    /// <param name="hasField">False for keywords.</param>
    public static (Modifiers? Chain, string? Fault) Read(IReadOnlyList<string> names, bool hasField)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i];
            if (!Known.Contains(name)) return (null, name.Length == 0 ? "an empty modifier stands between two |" : $"modifier '{name}' is not known" + Suggestion.For(name, Known));
            if (names.Take(i).Contains(name)) return (null, $"modifier '{name}' stands there twice");
            if (name is "i" or "m" or "s" && (i == 0 || names[i - 1] is not ("re" or "i" or "m" or "s"))) return (null, $"'{name}' is a part of re and must follow it: re|{name}");
        }
        if (Conflict(names, hasField) is { } conflict) return (null, conflict);
        return (new Modifiers
        {
            All = names.Contains("all"),
            Cased = names.Contains("cased"),
            Differs = names.Contains("neq"),
            Expand = names.Contains("expand"),
            Exists = names.Contains("exists"),
            Cidr = names.Contains("cidr"),
            FieldReference = names.Contains("fieldref"),
            Regex = names.Contains("re") ? (names.Contains("i") ? RegexFlags.IgnoreCase : 0) | (names.Contains("m") ? RegexFlags.Multiline : 0) | (names.Contains("s") ? RegexFlags.DotAll : 0) : null,
            Shape = names.Contains("startswith") ? TextShape.Prefix : names.Contains("endswith") ? TextShape.Suffix : names.Contains("contains") ? TextShape.Part : TextShape.Whole,
            Comparison = names.Contains("lt") ? CompareOperator.Less : names.Contains("lte") ? CompareOperator.LessOrEqual : names.Contains("gt") ? CompareOperator.Greater : names.Contains("gte") ? CompareOperator.GreaterOrEqual : null,
            Time = names.FirstOrDefault(Times.Contains) is { } part ? Enum.Parse<TimePart>(part, ignoreCase: true) : null,
            Steps = [.. names.Where(Encodings.Contains)],
        }, null);
    }

    private static string? Conflict(IReadOnlyList<string> names, bool hasField)
    {
        if (!hasField && names.FirstOrDefault(NeedField.Contains) is { } needy) return $"'{needy}' needs a field; keywords search the whole event";
        if (Two(names, Shapes) is { } shapes) return shapes;
        if (Two(names, Comparisons) is { } comparisons) return comparisons;
        if (Two(names, Times) is { } times) return times;
        if (names.Contains("exists") && names.Count > 1) return "'exists' stands alone: it asks whether the field is there, not what it holds";
        var types = names.Where(Types.Contains).ToList();
        if (types.Count > 1 && !(types.Count == 2 && types.Any(Times.Contains) && types.Any(Comparisons.Contains))) return $"'{types[0]}' and '{types[1]}' do not go together";
        if (types.Count > 0)
        {
            var type = types[0];
            var textual = names.FirstOrDefault(n => Encodings.Contains(n) || n == "cased" || Shapes.Contains(n));
            var allowed = type == "fieldref" && names.Where(n => Encodings.Contains(n)).FirstOrDefault() is null;
            if (textual is not null && !allowed) return type == "re" ? $"'re' and '{textual}' do not go together: a pattern says itself where it begins and ends" : $"'{type}' and '{textual}' do not go together";
            if (names.Contains("expand") && type is not "cidr") return $"'expand' and '{type}' do not go together";
        }
        return Order(names);
    }

    private static string? Order(IReadOnlyList<string> names)
    {
        string[] wides = ["utf16le", "utf16be", "utf16", "wide"], bases = ["base64", "base64offset"];
        if (Two(names, wides) is { } twoWides) return twoWides;
        if (Two(names, bases) is { } twoBases) return twoBases;
        var steps = names.Where(Encodings.Contains).ToList();
        var encoded = steps.FindIndex(s => s != "windash");
        if (encoded >= 0 && steps.IndexOf("windash") > encoded) return $"'windash' must stand before '{steps[encoded]}': there are no dashes in what was encoded";
        var basis = steps.FindIndex(bases.Contains);
        if (basis >= 0 && basis < steps.Count - 1) return $"'{steps[basis + 1]}' must stand before '{steps[basis]}'";
        var expand = names.ToList().IndexOf("expand");
        if (expand >= 0 && steps.Count > 0 && expand > names.ToList().IndexOf(steps[0])) return $"'expand' must stand before '{steps[0]}': placeholders are not found in what was encoded";
        return null;
    }

    private static string? Two(IReadOnlyList<string> names, string[] group)
    {
        var found = names.Where(group.Contains).ToList();
        return found.Count > 1 ? $"'{found[0]}' and '{found[1]}' do not go together" : null;
    }
}
