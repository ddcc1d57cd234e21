using Postvakt.Mql.Execution;
using Postvakt.Mql.Hosts;
using Postvakt.Mql.Rules;

namespace Postvakt.Mql;

/// <summary>Rules made ready for a host. Immutable, shared by threads; each thread has a session of its own.</summary>
public sealed class MqlEngine
{
    private readonly Dictionary<MqlRule, Code> _codes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<MqlRule, int[]> _needs = new(ReferenceEqualityComparer.Instance);
    private readonly List<(MqlNeedKind Kind, Code Field)> _needed = [];
    private readonly Dictionary<MqlNeed, int> _numbers = [];

    public MqlEngine(MqlRuleSet rules, IMqlHost host)
    {
        Rules = rules.Rules;
        Compiler = new Compiler(rules.Schema, host);
        foreach (var rule in rules.Rules)
        {
            var code = Compiler.Of(rule.Tree);
            code.Uses++;
            _codes[rule] = code;
            // A list may take its host some work.
            _needs[rule] = [.. rule.Needs.OrderBy(n => n.Kind == MqlNeedKind.NotEmpty).Select(NumberOf)];
        }
        // What stands in several places and hangs on the message alone is kept; what costs nothing is not worth it.
        foreach (var code in Compiler.Codes)
        {
            if (code.Uses <= 1 || code is LiteralCode or ListCode or MissingCode) continue;
            if (code.Free == 0) code.Slot = code is Condition ? Truths++ : Values++;
            else code.IsKeptForItem = code.Item > 0 && code is not ScopeCode;
        }
        TextIndexBuilder.Build(Compiler.Codes);
    }

    public IReadOnlyList<MqlRule> Rules { get; }

    /// <summary>Distinct needs of all rules, by their numbers.</summary>
    internal IReadOnlyList<(MqlNeedKind Kind, Code Field)> Needed => _needed;

    internal Compiler Compiler { get; }

    internal int Truths { get; }

    internal int Values { get; }

    /// <summary>For one thread, over many messages.</summary>
    public MqlSession NewSession(MqlSessionOptions? options = null) => new(this, options ?? new());

    internal int[] NeedsOf(MqlRule rule) => _needs[rule];

    internal Code CodeOf(MqlRule rule) => _codes.TryGetValue(rule, out var code) ? code : throw new ArgumentException($"rule '{rule.Name}' is not of this engine", nameof(rule));

    private int NumberOf(MqlNeed need)
    {
        if (_numbers.TryGetValue(need, out var number)) return number;
        var field = Compiler.Of(need.Field);
        field.Uses++;
        _needed.Add((need.Kind, field));
        return _numbers[need] = _needed.Count - 1;
    }
}
