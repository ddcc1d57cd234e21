using Postvakt.Mql.Checking;
using Postvakt.Mql.Execution;
using Postvakt.Mql.Explaining;
using Postvakt.Mql.Rules;
using Postvakt.Mql.Syntax;

namespace Postvakt.Mql;

/// <summary>Evaluates rules over one message after another. What rules have in common is evaluated once for each message. Not for several threads.</summary>
public sealed class MqlSession
{
    /// <summary>Conditions of a rule of which all but one hold: with fewer every mail nearly matches. 3.</summary>
    private const int MinConditions = 3;

    private const int LongestCondition = 160;

    private readonly MqlEngine _engine;
    private readonly MqlSessionOptions _options;
    private readonly Frame _frame;
    private readonly bool?[] _holds;
    private bool _hasMessage;
    private long _left;
    private long _given;

    internal MqlSession(MqlEngine engine, MqlSessionOptions options)
    {
        (_engine, _options) = (engine, options);
        _frame = new(engine.Truths, engine.Values);
        _holds = new bool?[engine.Needed.Count];
    }

    /// <summary>The message that the next evaluations are about.</summary>
    /// <param name="message">What the host's accessors and functions are given.</param>
    public void Begin(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _frame.Begin(message);
        Array.Clear(_holds);
        (_hasMessage, _left, _given) = (true, _options.MaxStepsPerMessage, 0);
    }

    /// <summary>Lets go of the message; the next begins with <see cref="Begin"/>.</summary>
    public void End()
    {
        _frame.Begin("");
        _hasMessage = false;
    }

    /// <exception cref="InvalidOperationException">No message has begun.</exception>
    public MqlResult Evaluate(MqlRule rule)
    {
        var code = Start(rule);
        return Lacks(rule) ? new(MqlOutcome.NoMatch, []) : MqlResult.Of(code.TestForTrue(_frame));
    }

    /// <summary>
    /// Of a rule that does not match: the one condition without which it would, as it is written; null where there are several, or hardly any. Tells whoever writes a rule what it nearly met.
    /// </summary>
    public string? NearMiss(MqlRule rule)
    {
        Start(rule);
        if (rule.Tree is not { Kind: NodeKind.And, Children: { Count: >= MinConditions } conditions }) return null;
        Typed? failing = null;
        lock (_engine.Compiler)
        {
            foreach (var condition in conditions)
            {
                if (_engine.Compiler.Of(condition).Test(_frame).IsTrue) continue;
                if (failing is not null || _frame.IsSpent) return null;
                failing = condition;
            }
        }
        return failing is null ? null : Excerpt.OfSource(rule.Source.Substring(failing.Syntax.Place.Start, failing.Syntax.Place.Length), LongestCondition);
    }

    /// <summary>The value of a rule of the type <c>query</c>.</summary>
    public MqlValue Value(MqlRule rule)
    {
        return Start(rule).Value(_frame);
    }

    /// <summary>Why the rule comes to what it comes to. Takes many times as long as <see cref="Evaluate"/>, within ten times its steps.</summary>
    public MqlExplanation Explain(MqlRule rule)
    {
        var result = Evaluate(rule);
        _left -= _given - _frame.Steps;
        _given = Math.Clamp(_left, 0, _options.MaxSteps > long.MaxValue / 10 ? long.MaxValue : _options.MaxSteps * 10);
        _frame.Restart(_given);
        // Sessions of other threads may explain too, and the compiler looks parts up.
        lock (_engine.Compiler) return Explainer.Explain(rule, result, _engine.Compiler, _frame);
    }

    /// <summary>Whether a need of the rule does not hold; one that is missing may.</summary>
    private bool Lacks(MqlRule rule)
    {
        if (!_options.UseNeeds) return false;
        foreach (var need in _engine.NeedsOf(rule))
            if (!(_holds[need] ??= Holds(_engine.Needed[need]))) return true;
        return false;
    }

    private bool Holds((MqlNeedKind Kind, Code Field) need)
    {
        var value = need.Field.Value(_frame);
        return value.IsMissing || need.Kind switch
        {
            MqlNeedKind.True => value.TryBool(out var truth) && truth,
            MqlNeedKind.NotEmpty => value.Array is { Count: > 0 },
            _ => !value.IsNull,
        };
    }

    private Code Start(MqlRule rule)
    {
        if (!_hasMessage) throw new InvalidOperationException("a message comes first");
        // What the rule before has spent; one that went on a little after the end owes it.
        _left -= _given - (_given > 0 ? _frame.Steps : 0);
        _given = Math.Clamp(_left, 0, _options.MaxSteps);
        _frame.Restart(_given);
        return _engine.CodeOf(rule);
    }
}
