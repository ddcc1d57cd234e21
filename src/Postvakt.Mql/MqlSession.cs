using Postvakt.Mql.Execution;
using Postvakt.Mql.Rules;

namespace Postvakt.Mql;

/// <summary>Evaluates rules over one message after another. What rules have in common is evaluated once for each message. Not for several threads.</summary>
public sealed class MqlSession
{
    private readonly MqlEngine _engine;
    private readonly MqlSessionOptions _options;
    private readonly Frame _frame;
    private bool _hasMessage;

    internal MqlSession(MqlEngine engine, MqlSessionOptions options)
    {
        (_engine, _options) = (engine, options);
        _frame = new(engine.Truths, engine.Values);
    }

    /// <summary>The message that the next evaluations are about.</summary>
    /// <param name="message">What the host's accessors and functions are given.</param>
    public void Begin(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _frame.Begin(message);
        _hasMessage = true;
    }

    public MqlResult Evaluate(MqlRule rule)
    {
        return MqlResult.Of(Start(rule).TestForTrue(_frame));
    }

    /// <summary>The value of a rule of the type <c>query</c>.</summary>
    public MqlValue Value(MqlRule rule)
    {
        return Start(rule).Value(_frame);
    }

    private Code Start(MqlRule rule)
    {
        if (!_hasMessage) throw new InvalidOperationException("a message comes first");
        _frame.Restart(_options.MaxSteps);
        return _engine.CodeOf(rule);
    }
}
