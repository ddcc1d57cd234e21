using System.Runtime.CompilerServices;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Basic;

/// <summary>
/// Follows a program as far as its values are known, without doing anything: where a condition is not known both branches are followed, where a loop's
/// bounds are not known its body is followed once. Calls that would act are taken down.
/// </summary>
internal sealed partial class BasicEvaluator(BasicProgram program, BasicRecorder recorder, Budget budget)
{
    /// <summary>After so many steps loops are followed once and procedures no second time: everything is still seen once.</summary>
    private const int MaxSteps = 100_000;

    private const int MaxLoop = 70_000;
    private const int MaxCalls = 16;
    private const int MaxText = 1 << 18;

    /// <summary>Characters that joining may bring forth: "s = s &amp; s" doubles.</summary>
    private const long MaxJoined = 64L << 20;

    private readonly Dictionary<string, object?> _globals = new(StringComparer.Ordinal);
    private readonly HashSet<BasicProcedure> _followed = [];
    private readonly Dictionary<double, string> _openFiles = [];
    private int _steps;
    private int _calls;
    private int _unsure;
    private int _gains;
    private int _doubts;
    private int _scripts;
    private long _joined;

    private bool IsTired => _steps > MaxSteps;

    public void FollowOutside(BasicUnit unit)
    {
        var frame = new BasicFrame(unit, null);
        Run(unit.Outside, frame);
    }

    /// <summary>Follows a procedure with arguments that we do not know; one that was followed already not again.</summary>
    public void Follow(BasicProcedure procedure)
    {
        if (!_followed.Add(procedure)) return;
        (_calls, _unsure) = (0, 0);
        Run(procedure.Body, new BasicFrame(procedure.Unit, procedure));
    }

    private BasicSignal Run(List<BasicStatement> body, BasicFrame frame)
    {
        foreach (var statement in body)
        {
            _steps++;
            budget.Step();
            frame.Line = statement.Line;
            var signal = Run(statement, frame);
            if (signal != BasicSignal.Done && _unsure == 0) return signal;
        }
        return BasicSignal.Done;
    }

    private BasicSignal Run(BasicStatement statement, BasicFrame frame)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) return BasicSignal.Done;
        switch (statement)
        {
            case BasicStatement.Assign assign:
                Assign(assign, frame);
                return BasicSignal.Done;
            case BasicStatement.Do { Expression: var expression }:
                if (expression is BasicExpression.Name { Text: var name }) Invoke(name, [], frame, null);
                else Evaluate(expression, frame);
                return BasicSignal.Done;
            case BasicStatement.Branches branches:
                return RunBranches(branches, frame);
            case BasicStatement.For loop:
                return RunFor(loop, frame);
            case BasicStatement.ForEach loop:
                return RunForEach(loop, frame);
            case BasicStatement.Loop loop:
                return RunLoop(loop, frame);
            case BasicStatement.With with:
                frame.With.Push(Evaluate(with.Target, frame));
                var signal = Run(with.Body, frame);
                frame.With.Pop();
                return signal;
            case BasicStatement.Declare declare:
                Declare(declare, frame);
                return BasicSignal.Done;
            case BasicStatement.Open open:
                OpenFile(open, frame);
                return BasicSignal.Done;
            case BasicStatement.Output output:
                Write(output, frame);
                return BasicSignal.Done;
            case BasicStatement.Exit exit:
                if (_unsure > 0) _doubts++;
                return exit.What switch
                {
                    "for" or "do" or "while" => BasicSignal.ExitLoop,
                    "end" => BasicSignal.End,
                    _ => BasicSignal.ExitProcedure,
                };
            default:
                return BasicSignal.Done;
        }
    }

    private BasicSignal RunBranches(BasicStatement.Branches branches, BasicFrame frame)
    {
        var isUnsure = false;
        foreach (var (condition, body) in branches.All)
        {
            var truth = condition is null ? true : BasicValues.Truth(Evaluate(condition, frame));
            if (truth == false) continue;
            if (truth == true && !isUnsure) return Run(body, frame);
            isUnsure = true;
            _unsure++;
            Run(body, frame);
            _unsure--;
            if (truth == true) break;
        }
        return BasicSignal.Done;
    }

    private BasicSignal RunFor(BasicStatement.For loop, BasicFrame frame)
    {
        var (from, to, step) = (BasicValues.Number(Evaluate(loop.From, frame)), BasicValues.Number(Evaluate(loop.To, frame)), loop.Step is null ? 1 : BasicValues.Number(Evaluate(loop.Step, frame)));
        if (from is not { } first || to is not { } last || step is not { } by || by == 0 || IsTired) return Once(loop.Body, frame, loop.Variable);
        var idle = 0;
        var turns = 0;
        for (var value = first; by > 0 ? value <= last : value >= last; value += by)
        {
            Set(frame, loop.Variable, value);
            var (gains, doubts) = (_gains, _doubts);
            var signal = Run(loop.Body, frame);
            if (signal == BasicSignal.ExitLoop) break;
            if (signal != BasicSignal.Done) return signal;
            // A loop that brings nothing known forth (most walk over cells), or that may have ended, is not worth its turns.
            idle = _gains == gains || _doubts != doubts ? idle + 1 : 0;
            if (idle >= 3 || ++turns >= MaxLoop || IsTired) break;
        }
        return BasicSignal.Done;
    }

    private BasicSignal RunForEach(BasicStatement.ForEach loop, BasicFrame frame)
    {
        if (Evaluate(loop.Items, frame) is not BasicArray array || IsTired) return Once(loop.Body, frame, loop.Variable);
        for (var i = 0; i < array.Items.Count && !IsTired; i++)
        {
            Set(frame, loop.Variable, array.Items[i]);
            var signal = Run(loop.Body, frame);
            if (signal == BasicSignal.ExitLoop) break;
            if (signal != BasicSignal.Done) return signal;
        }
        return BasicSignal.Done;
    }

    private BasicSignal RunLoop(BasicStatement.Loop loop, BasicFrame frame)
    {
        var idle = 0;
        for (var turn = 0; turn < MaxLoop; turn++)
        {
            if (!loop.IsAfter || turn > 0)
            {
                var truth = loop.Condition is null ? true : BasicValues.Truth(Evaluate(loop.Condition, frame));
                if (truth is null) return turn == 0 || loop.IsAfter && turn == 1 ? Once(loop.Body, frame, null) : BasicSignal.Done;
                if (truth == loop.IsUntil) return BasicSignal.Done;
            }
            var (gains, doubts) = (_gains, _doubts);
            var signal = Run(loop.Body, frame);
            if (signal == BasicSignal.ExitLoop) return BasicSignal.Done;
            if (signal != BasicSignal.Done) return signal;
            idle = _gains == gains || _doubts != doubts ? idle + 1 : 0;
            if (idle >= 3 || IsTired) return BasicSignal.Done;
        }
        return BasicSignal.Done;
    }

    /// <summary>A body of which it is not known how often it runs.</summary>
    private BasicSignal Once(List<BasicStatement> body, BasicFrame frame, string? variable)
    {
        if (variable is not null) Set(frame, variable, null);
        _unsure++;
        Run(body, frame);
        _unsure--;
        return BasicSignal.Done;
    }

    private void Assign(BasicStatement.Assign assign, BasicFrame frame)
    {
        var value = Evaluate(assign.Value, frame);
        var isMade = assign.Value is not BasicExpression.Constant && BasicValues.Text(value) is { } text && value is string or BasicText;
        switch (assign.Target)
        {
            case BasicExpression.Name { Text: var name }:
                if (isMade) recorder.Made(frame, name, BasicValues.Text(value)!);
                Gain(value);
                Set(frame, name, value);
                break;
            case BasicExpression.Member member:
                var target = member.Target is null ? Inner(frame) : Evaluate(member.Target, frame);
                if (isMade) recorder.Made(frame, "." + member.Text, BasicValues.Text(value)!);
                SetProperty(target, member, value, frame);
                break;
            case BasicExpression.Call { Callee: BasicExpression.Name { Text: var array }, Arguments: [{ } index, ..] } call:
                SetElement(array, Evaluate(index, frame), call, value, frame);
                break;
            case BasicExpression.Call { Callee: BasicExpression.Member method } call:
                // "Environment(x) = y": the call alone may act.
                Evaluate(call, frame);
                SetProperty(null, method, value, frame);
                break;
            default:
                break;
        }
    }

    /// <summary>Counts what a loop brings forth. Numbers alone count for a while: counters would keep every loop alive.</summary>
    private void Gain(object? value)
    {
        if (value is string || value is double && _gains < 5000) _gains++;
    }

    private void SetElement(string name, object? index, BasicExpression.Call call, object? value, BasicFrame frame)
    {
        if (name == "mid" && call.Arguments is [BasicExpression.Name { Text: var variable }, _, ..])
        {
            // The Mid statement (5.4.3.5) writes into a text.
            if (BasicValues.Plain(Get(variable, frame)) is { } text && call.Arguments[1] is { } at && BasicValues.Whole(Evaluate(at, frame)) is { } start && BasicValues.Plain(value) is { } part
                && start >= 1 && start <= text.Length)
            {
                var length = Math.Min(part.Length, text.Length - start + 1);
                Set(frame, variable, string.Concat(text.AsSpan(0, start - 1), part.AsSpan(0, length), text.AsSpan(start - 1 + length)));
                _gains++;
            }
            return;
        }
        var held = Get(name, frame);
        if (held is BasicObject dictionary)
        {
            if (BasicValues.Text(index) is { } key && dictionary.Properties.Count < 5000) dictionary.Properties["#" + key] = value;
            return;
        }
        if (held is not BasicArray array || BasicValues.Whole(index) is not { } number) return;
        var place = number - array.Low;
        if (place is < 0 or > MaxLoop) return;
        while (array.Items.Count <= place) array.Items.Add(BasicEmpty.Value);
        array.Items[place] = value;
        Gain(value);
    }

    private void Declare(BasicStatement.Declare declare, BasicFrame frame)
    {
        object? value = declare.Value is not null ? Evaluate(declare.Value, frame)
            : declare.IsNew ? new BasicObject(BasicObjects.Canonical(declare.Type))
            : declare.IsArray ? NewArray(declare, frame)
            : declare.Type.Length > 0 && BasicObjects.IsClass(declare.Type) ? new BasicObject(BasicObjects.Canonical(declare.Type))
            : BasicEmpty.Value;
        if (declare.Keeps && Get(declare.Variable, frame) is BasicArray) return;
        if (frame.Procedure is null) _globals[declare.Variable] = value;
        else if (_globals.ContainsKey(declare.Variable) && declare.IsArray && !frame.Locals.ContainsKey(declare.Variable)) _globals[declare.Variable] = value;
        else frame.Locals[declare.Variable] = value;
    }

    private BasicArray NewArray(BasicStatement.Declare declare, BasicFrame frame)
    {
        var size = declare.Bound is null ? 0 : Math.Clamp((BasicValues.Whole(Evaluate(declare.Bound, frame)) ?? -1) + 1, 0, MaxLoop);
        if (!Joins(4 * size)) size = 0;
        var items = new List<object?>(size);
        for (var i = 0; i < size; i++) items.Add(BasicEmpty.Value);
        return new BasicArray(items);
    }

    private void Set(BasicFrame frame, string name, object? value)
    {
        if (!frame.Locals.ContainsKey(name) && (frame.Procedure is null || _globals.ContainsKey(name))) _globals[name] = value;
        else frame.Locals[name] = value;
    }

    private object? Get(string name, BasicFrame frame) => frame.Locals.TryGetValue(name, out var value) || _globals.TryGetValue(name, out value) ? value : null;

    private bool IsHeld(string name, BasicFrame frame) => frame.Locals.ContainsKey(name) || _globals.ContainsKey(name);

    private static object? Inner(BasicFrame frame) => frame.With.TryPeek(out var target) ? target : null;

    private void OpenFile(BasicStatement.Open open, BasicFrame frame)
    {
        var path = BasicValues.Text(Evaluate(open.Path, frame)) ?? "";
        var number = open.Number is null ? null : BasicValues.Number(Evaluate(open.Number, frame));
        if (_openFiles.Count < 500) _openFiles[number ?? -1] = path;
        if (open.Mode is "output" or "append") recorder.Does(frame, EffectKind.WriteFile, path);
    }

    private void Write(BasicStatement.Output output, BasicFrame frame)
    {
        var number = output.Number is null ? null : BasicValues.Number(Evaluate(output.Number, frame));
        object? last = null;
        foreach (var value in output.Values)
        {
            if (value is not null) last = Evaluate(value, frame);
        }
        Stored(_openFiles.GetValueOrDefault(number ?? -1, ""), last, frame);
    }

    /// <summary>Content goes into a file: what an address gave makes it a download.</summary>
    private void Stored(string path, object? content, BasicFrame frame)
    {
        if (content is BasicContent { Url: var url }) recorder.Does(frame, EffectKind.Download, url, path);
        else recorder.Does(frame, EffectKind.WriteFile, path);
        if (content is string or BasicText && BasicValues.Text(content) is { } text) recorder.Made(frame, "file " + path, text);
    }
}
