using System.Globalization;
using Postvakt.Sigma.Conditions;
using Postvakt.Sigma.Matching;
using Postvakt.Sigma.Yaml;

namespace Postvakt.Sigma.Rules;

/// <summary>Reads one item of a selection: a field with modifiers and values, or keywords.</summary>
internal sealed class ItemReader(SigmaLoadOptions options)
{
    /// <summary>Characters of a value; texts of events are cut nowhere, but no public rule has 1,000.</summary>
    private const int MaxValueLength = 16_384;

    /// <summary>Few chains serve all rules.</summary>
    private readonly Dictionary<(string Chain, bool HasField), (Modifiers?, string?)> _chains = [];

    /// <param name="key">Where the item stands.</param>
    /// <param name="name">Field and modifiers; starts with | or is empty for keywords.</param>
    public Expr Read(Node key, string name, Node value)
    {
        var bar = name.IndexOf('|', StringComparison.Ordinal);
        var field = bar == 0 || name.Length == 0 ? null : bar < 0 ? name : name[..bar];
        var (chain, fault) = Chain(bar < 0 ? "" : name[bar..], field is not null);
        if (chain is null) throw new RuleFaultException(key, $"{Where(name)}: {fault}");
        var values = value.Kind == NodeKind.List ? value.Items : [value];
        if (values.Count == 0) throw new RuleFaultException(value, $"{Where(name)}: the list of values is empty");
        var tests = new List<Expr>();
        var others = new List<Expr>();
        foreach (var one in values)
        {
            if (!one.IsScalar) throw new RuleFaultException(one, $"{Where(name)}: a {(one.Kind == NodeKind.Map ? "map" : "list")} stands where a value is expected");
            if (one.Kind == NodeKind.Null && field is null) throw new RuleFaultException(one, "a keyword is empty");
            if (one.Text.Length > MaxValueLength) throw new RuleFaultException(one, $"{Where(name)}: a value may have {MaxValueLength:N0} characters");
            var matchers = Matchers(chain, field, name, one);
            var written = Written(name, one);
            tests.Add(Expr.Or([.. matchers.Select(m => new TestExpr(new(field, m, written)))]));
            others.AddRange(matchers.OfType<FieldMatcher>().Select(m => new TestExpr(new(m.Other, PresenceMatcher.Exists, written))));
            if (tests.Count > options.MaxValues) throw new RuleFaultException(one, $"{Where(name)}: more than {options.MaxValues:N0} values");
        }
        var whole = chain.All ? Expr.And(tests) : Expr.Or(tests);
        if (!chain.Differs) return whole;
        // A field that is not there has no value to differ; "exists" says it where that is meant.
        return Expr.And([new TestExpr(new(field, PresenceMatcher.Exists, name)), .. others, Expr.Not(whole)]);
    }

    private (Modifiers?, string?) Chain(string text, bool hasField)
    {
        if (_chains.TryGetValue((text, hasField), out var known)) return known;
        if (_chains.Count > 1_000) _chains.Clear();
        return _chains[(text, hasField)] = Modifiers.Read(text.Length == 0 ? [] : text[1..].Split('|'), hasField);
    }

    private static string Where(string name) => name.Length == 0 ? "keywords" : $"'{name}'";

    private static string Written(string name, Node value)
    {
        var text = value.Kind == NodeKind.Null ? "null" : value.Text.Length > 200 ? value.Text[..200] + "…" : value.Text;
        return name.Length == 0 ? text : $"{name}: {text}";
    }

    private IReadOnlyList<Matcher> Matchers(Modifiers chain, string? field, string name, Node value)
    {
        if (value.Kind == NodeKind.Null)
        {
            if (!chain.IsText || chain.Steps.Count > 0 || chain.Cased || chain.Expand || chain.Shape != TextShape.Whole) throw new RuleFaultException(value, $"{Where(name)}: null goes with no modifier but neq");
            return [PresenceMatcher.Null];
        }
        if (chain.Exists)
        {
            if (value.Kind != NodeKind.Boolean) throw new RuleFaultException(value, $"{Where(name)}: 'exists' needs true or false");
            return value.Text == "true" ? [PresenceMatcher.Exists] : [PresenceMatcher.Absent];
        }
        if (chain.Time is not null || chain.Comparison is not null)
        {
            if (!double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) throw new RuleFaultException(value, $"{Where(name)}: '{value.Text}' is no number");
            return chain.Time is { } part ? [new TimeMatcher(part, chain.Comparison ?? CompareOperator.Equal, number)] : [new NumberMatcher(chain.Comparison!.Value, number)];
        }
        if (chain.FieldReference)
        {
            if (value.Text.Length == 0) throw new RuleFaultException(value, $"{Where(name)}: the name of the other field is empty");
            return [new FieldMatcher(value.Text, chain.Shape, chain.Cased)];
        }
        if (chain.Regex is { } flags)
        {
            var read = RegexReading.Read(value.Text, flags.HasFlag(RegexFlags.IgnoreCase), flags.HasFlag(RegexFlags.Multiline), flags.HasFlag(RegexFlags.DotAll), options.PatternTime);
            return read.Matcher is { } matcher ? [matcher] : throw new RuleFaultException(value, $"{Where(name)}: {read.Fault}");
        }
        return Texts(chain, field, name, value);
    }

    private List<Matcher> Texts(Modifiers chain, string? field, string name, Node value)
    {
        IReadOnlyList<string> written = [value.Text];
        if (chain.Expand)
        {
            (written, var unknown) = Placeholder.Expand(value.Text, options.Placeholders, options.MaxValues);
            if (unknown is not null) throw new RuleFaultException(value, $"{Where(name)}: the placeholder %{unknown}% has no values; give them in a file of placeholders");
            if (written.Count > options.MaxValues) throw new RuleFaultException(value, $"{Where(name)}: its placeholders stand for more than {options.MaxValues:N0} values");
        }
        var matchers = new List<Matcher>(written.Count);
        foreach (var text in written)
        {
            if (chain.Cidr)
            {
                matchers.Add(CidrMatcher.Parse(text) ?? throw new RuleFaultException(value, $"{Where(name)}: '{text}' is no network like 192.0.2.0/24 or 2001:db8::/32"));
                continue;
            }
            IReadOnlyList<TextPattern> patterns = [TextPattern.Parse(text)];
            for (var i = 0; i < chain.Steps.Count; i++)
            {
                var step = chain.Steps[i];
                var isBytes = i > 0 && chain.Steps[i - 1] is not "windash";
                var next = new List<TextPattern>();
                foreach (var pattern in patterns) next.AddRange(ValueSteps.Apply(step, pattern, isBytes) ?? throw new RuleFaultException(value, $"{Where(name)}: wildcards cannot be encoded with '{step}'"));
                if (next.Count == 0) throw new RuleFaultException(value, $"{Where(name)}: the value is too short for '{step}'");
                patterns = next;
            }
            foreach (var pattern in patterns)
            {
                var start = field is not null && chain.Shape is (TextShape.Whole or TextShape.Prefix);
                var end = field is not null && chain.Shape is (TextShape.Whole or TextShape.Suffix);
                matchers.Add(new TextMatcher(pattern.Anchored(start, end), chain.Cased));
            }
        }
        return matchers;
    }
}
