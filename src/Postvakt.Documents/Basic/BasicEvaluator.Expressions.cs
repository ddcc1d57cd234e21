using System.Runtime.CompilerServices;
using System.Text;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Basic;

internal sealed partial class BasicEvaluator
{
    private object? Evaluate(BasicExpression? expression, BasicFrame frame)
    {
        if (expression is null || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) return null;
        return expression switch
        {
            BasicExpression.Constant { Value: var value } => value,
            BasicExpression.Name { Text: var name } => Read(name, frame),
            BasicExpression.Chain chain => Fold(chain, frame),
            BasicExpression.Call call => Call(call, frame),
            BasicExpression.Member member => Member(member, frame),
            BasicExpression.Unary unary => Negate(unary.Operator, Evaluate(unary.Operand, frame)),
            BasicExpression.New { Type: var type } => new BasicObject(BasicObjects.Canonical(type)),
            BasicExpression.Named { Value: var value } => Evaluate(value, frame),
            _ => null,
        };
    }

    private static object? Negate(string operation, object? value) => BasicValues.Number(value) is not { } number || value is BasicEmpty ? null : operation == "-" ? -number : Math.Abs(number) < long.MaxValue ? (double)~(long)number : null;

    private object? Read(string name, BasicFrame frame)
    {
        if (frame.Locals.TryGetValue(name, out var value) || _globals.TryGetValue(name, out value)) return value;
        if (BasicWords.Constants.TryGetValue(name, out var constant)) return constant;
        if (program.Procedure(name) is not null || program.LibraryFunction(name) is not null) return Invoke(name, [], frame, null);
        if (program.IsUnit(name)) return new BasicObject("unit:" + name);
        if (name == "application" || name == "wscript") return new BasicObject(name);
        if (BasicWords.Host.Contains(name) || name.StartsWith("xl", StringComparison.Ordinal) || name.StartsWith("wd", StringComparison.Ordinal) || name.StartsWith("vb", StringComparison.Ordinal) || name.StartsWith("mso", StringComparison.Ordinal)) return null;
        // A name that nothing declares holds nothing: junk between the pieces of a hidden string.
        return BasicEmpty.Value;
    }

    private object? Fold(BasicExpression.Chain chain, BasicFrame frame)
    {
        if (chain.Rest[0].Operator == "&") return Join(chain, frame);
        var left = Evaluate(chain.First, frame);
        var described = chain.First;
        foreach (var (operation, operand) in chain.Rest)
        {
            _steps++;
            // "a And b" with a false a needs no b; but b may act, so it is looked at all the same.
            var right = Evaluate(operand, frame);
            left = operation == "+" ? Add(left, right, described, operand) : BasicOperators.Apply(operation, left, right);
            described = operand;
        }
        return left;
    }

    private object? Add(object? left, object? right, BasicExpression leftExpression, BasicExpression rightExpression)
    {
        if (left is double && right is double || left is BasicEmpty && right is double || left is double && right is BasicEmpty) return BasicValues.Number(left) + BasicValues.Number(right);
        if (left is string && right is double || left is double && right is string) return BasicOperators.Apply("+", left, right);
        if (left is not (string or BasicText) && right is not (string or BasicText)) return null;
        var text = string.Concat(BasicValues.Text(left) ?? Describe(leftExpression), BasicValues.Text(right) ?? Describe(rightExpression));
        if (!Joins(text.Length)) return null;
        return left is string or BasicEmpty && right is string or BasicEmpty ? text : new BasicText(text);
    }

    private object? Join(BasicExpression.Chain chain, BasicFrame frame)
    {
        var text = new StringBuilder();
        var (isKnown, isAny) = (true, false);
        Append(chain.First);
        foreach (var (_, operand) in chain.Rest) Append(operand);
        if (!isAny || !Joins(text.Length)) return null;
        return isKnown ? text.ToString() : new BasicText(text.ToString());

        void Append(BasicExpression operand)
        {
            _steps++;
            var value = Evaluate(operand, frame);
            if (text.Length > MaxText) return;
            isKnown &= value is string or double or BasicEmpty;
            isAny |= value is string or double or BasicText or BasicEmpty;
            text.Append(BasicValues.Text(value) ?? Describe(operand));
        }
    }

    /// <summary>True when a text of that length may still be made.</summary>
    private bool Joins(int length)
    {
        if (length < 64) return true;
        _joined += length;
        return length <= MaxText && _joined <= MaxJoined;
    }

    /// <summary>What stands for an unknown value in a text.</summary>
    private static string Describe(BasicExpression expression) => expression switch
    {
        BasicExpression.Name { Text: var name } => $"<{name}>",
        BasicExpression.Member { Target: BasicExpression.Name { Text: var target }, Text: var name } => $"<{target}.{name}>",
        BasicExpression.Call { Callee: var callee } => Describe(callee),
        _ => "…",
    };

    private object? Call(BasicExpression.Call call, BasicFrame frame)
    {
        switch (call.Callee)
        {
            case BasicExpression.Name { Text: var name }:
                return CallName(name, call, frame);
            case BasicExpression.Member member when IsLibrary(member.Target):
                return CallName(member.Text, call, frame);
            case BasicExpression.Member member:
                var target = member.Target is null ? Inner(frame) : Evaluate(member.Target, frame);
                if (member.Target is BasicExpression.Name { Text: var unit } && program.IsUnit(unit) && program.Procedure(member.Text) is not null) return Invoke(member.Text, Arguments(call, frame), frame, call);
                return Method(target, member, Arguments(call, frame), frame);
            default:
                return Index(Evaluate(call.Callee, frame), Arguments(call, frame));
        }
    }

    /// <summary>"VBA.Shell" and "VBA.Interaction.Shell" are "Shell".</summary>
    private static bool IsLibrary(BasicExpression? target) =>
        target is BasicExpression.Name { Text: "vba" or "interaction" or "strings" or "conversion" or "filesystem" or "information" } or BasicExpression.Member { Target: BasicExpression.Name { Text: "vba" } };

    private object? CallName(string name, BasicExpression.Call call, BasicFrame frame)
    {
        if (IsHeld(name, frame) && Get(name, frame) is var held && (held is BasicArray or BasicObject || program.Procedure(name) is null && BasicFunctions.IsNone(name))) return Index(held, Arguments(call, frame));
        return Invoke(name, Arguments(call, frame), frame, call);
    }

    private object?[] Arguments(BasicExpression.Call call, BasicFrame frame)
    {
        var values = new object?[call.Arguments.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Evaluate(call.Arguments[i], frame);
        return values;
    }

    private static object? Index(object? held, object?[] arguments)
    {
        if (held is BasicObject dictionary && arguments.Length == 1 && BasicValues.Text(arguments[0]) is { } key) return dictionary.Properties.GetValueOrDefault("#" + key);
        if (held is not BasicArray array || arguments.Length == 0 || BasicValues.Whole(arguments[0]) is not { } number) return null;
        var place = number - array.Low;
        return place >= 0 && place < array.Items.Count ? arguments.Length == 1 ? array.Items[place] : Index(array.Items[place], arguments[1..]) : null;
    }

    /// <summary>Calls what a name stands for: a procedure, a library function, a built-in function.</summary>
    /// <param name="call">For writing back into variables; null without arguments.</param>
    private object? Invoke(string name, object?[] arguments, BasicFrame frame, BasicExpression.Call? call)
    {
        _steps++;
        budget.Step();
        if (program.Procedure(name) is { } procedure) return CallUser(procedure, arguments, frame, call);
        if (program.LibraryFunction(name) is { } function)
        {
            BasicLibraryCalls.Call(function, arguments, frame, recorder);
            return function.Function.Contains("ToFile", StringComparison.OrdinalIgnoreCase) ? 0d : null;
        }
        return BasicFunctions.IsNone(name) ? Act(name, arguments, frame) : BasicFunctions.Call(name, arguments, Joins);
    }

    private object? CallUser(BasicProcedure procedure, object?[] arguments, BasicFrame caller, BasicExpression.Call? call)
    {
        var isNew = _followed.Add(procedure);
        if (_calls >= MaxCalls || IsTired && !isNew) return null;
        var frame = new BasicFrame(procedure.Unit, procedure);
        for (var i = 0; i < procedure.Parameters.Count; i++) frame.Locals[procedure.Parameters[i].Name] = i < arguments.Length ? arguments[i] : null;
        frame.Locals[procedure.Name] = BasicEmpty.Value;
        // What is certain inside does not depend on whether the call is.
        var unsure = _unsure;
        _unsure = 0;
        _calls++;
        Run(procedure.Body, frame);
        _calls--;
        _unsure = unsure;
        if (call is not null) WriteBack(procedure, call, frame, caller);
        return frame.Locals.GetValueOrDefault(procedure.Name);
    }

    /// <summary>Parameters are the caller's variables unless ByVal says otherwise (5.3.1.5).</summary>
    private void WriteBack(BasicProcedure procedure, BasicExpression.Call call, BasicFrame frame, BasicFrame caller)
    {
        for (var i = 0; i < procedure.Parameters.Count && i < call.Arguments.Length; i++)
        {
            var (parameter, isByValue) = procedure.Parameters[i];
            if (!isByValue && call.Arguments[i] is BasicExpression.Name { Text: var variable } && IsHeld(variable, caller)) Set(caller, variable, frame.Locals.GetValueOrDefault(parameter));
        }
    }

    private object? Member(BasicExpression.Member member, BasicFrame frame)
    {
        if (member.Target is BasicExpression.Name { Text: var unit } && program.IsUnit(unit))
        {
            if (program.Procedure(member.Text) is not null) return Invoke(member.Text, [], frame, null);
            if (_globals.TryGetValue(member.Text, out var global)) return global;
        }
        if (IsLibrary(member.Target)) return BasicWords.Constants.TryGetValue(member.Text, out var constant) ? constant : Invoke(member.Text, [], frame, null);
        if (FormValue(member) is { } value) return value;
        var target = member.Target is null ? Inner(frame) : Evaluate(member.Target, frame);
        return Method(target, member, [], frame);
    }

    /// <summary>"UserForm1.Label1.Caption", or without its last part.</summary>
    private string? FormValue(BasicExpression.Member member)
    {
        if (program.FormValues.Count == 0) return null;
        var path = member.Text;
        for (var (at, count) = (member.Target, 0); at is not null && count < 4; count++)
        {
            if (at is BasicExpression.Name { Text: var name }) return program.FormValues.GetValueOrDefault($"{name}.{path}");
            if (at is not BasicExpression.Member outer) return null;
            path = $"{outer.Text}.{path}";
            at = outer.Target;
        }
        return null;
    }

    /// <summary>Functions that act, or whose value only the machine knows.</summary>
    private object? Act(string name, object?[] arguments, BasicFrame frame)
    {
        string At(int index) => index < arguments.Length ? BasicValues.Text(arguments[index]) ?? "" : "";
        switch (name)
        {
            case "shell":
                recorder.Does(frame, EffectKind.Execute, At(0));
                if (arguments.Length > 1 && BasicValues.Number(arguments[1]) == 0) recorder.Does(frame, EffectKind.Hide, Macros.MacroAssessment.HiddenWindow);
                return null;
            case "createobject":
                return At(0).Length > 0 ? new BasicObject(BasicObjects.Canonical(At(0))) : null;
            // A scriptlet is fetched and run by naming it.
            case "getobject" when At(0).StartsWith("script:", StringComparison.OrdinalIgnoreCase):
                recorder.Does(frame, EffectKind.Download, At(0)[7..], At(0));
                recorder.Does(frame, EffectKind.Execute, At(0));
                return null;
            case "getobject":
                return At(0).Length > 0 ? BasicObjects.Moniker(At(0)) : arguments.Length > 1 ? new BasicObject(BasicObjects.Canonical(At(1))) : null;
            case "environ":
                if (At(0).ToLowerInvariant() is "username" or "computername" or "userdomain" or "userdnsdomain" or "logonserver") recorder.Does(frame, EffectKind.Probe, At(0));
                return At(0).Length > 0 && BasicValues.Number(arguments[0]) is null ? $"%{At(0).ToUpperInvariant()}%" : null;
            case "kill":
                recorder.Does(frame, EffectKind.DeleteFile, At(0));
                return null;
            case "mkdir":
                recorder.Does(frame, EffectKind.CreateFolder, At(0));
                return null;
            case "filecopy" or "name":
                recorder.Does(frame, EffectKind.CopyFile, At(0), At(1));
                return null;
            case "setattr":
                if (BasicValues.Whole(arguments.ElementAtOrDefault(1)) is { } attributes && (attributes & 6) != 0) recorder.Does(frame, EffectKind.Hide, At(0));
                return null;
            case "callbyname" when arguments.Length > 1 && At(1).Length > 0:
                return Method(arguments[0], new BasicExpression.Member(null, At(1).ToLowerInvariant()), arguments.Length > 3 ? arguments[3..] : [], frame);
            case "execute" or "executeglobal" or "eval":
                return RunText(At(0), frame, isExpression: name == "eval");
            case "executeexcel4macro":
                Excel4(At(0), frame);
                return null;
            case "run":
                return Start(arguments, frame);
            // Scripts for the Mac's Finder are how macros ask for a file there.
            case "macscript" or "applescripttask" when At(0).Length == 0 || At(0).Contains("do shell script", StringComparison.OrdinalIgnoreCase):
                recorder.Does(frame, EffectKind.Execute, At(0));
                return null;
            case "ddeinitiate":
                recorder.Does(frame, EffectKind.Execute, $"{At(0)} {At(1)}".Trim());
                return null;
            default:
                return null;
        }
    }

    /// <summary>Text that is run as code: it is parsed, and followed as if it stood there.</summary>
    private object? RunText(string text, BasicFrame frame, bool isExpression)
    {
        if (text.Length == 0) return null;
        recorder.Decoded(frame, text);
        if (_scripts++ >= 20 || text.Length > MaxText) return null;
        recorder.Does(frame, EffectKind.WriteCode, text);
        var unit = new BasicUnit(frame.Unit.Name, isExpression ? "eval_ = " + text : text);
        BasicParser.Parse(unit, BasicLexer.Cut(unit.Source, program.Names, budget), budget);
        if (_calls >= MaxCalls) return null;
        _calls++;
        Run(unit.Outside, frame);
        foreach (var procedure in unit.Procedures) Run(procedure.Body, new BasicFrame(frame.Unit, procedure));
        _calls--;
        return isExpression ? Get("eval_", frame) : null;
    }

    /// <summary>Application.Run and OnTime: a procedure by its name, with the document before it or not.</summary>
    private object? Start(object?[] arguments, BasicFrame frame)
    {
        if (arguments.Length == 0 || BasicValues.Text(arguments[0]) is not { } name) return null;
        name = name[(name.LastIndexOfAny(['.', '!']) + 1)..].Trim('\'', '"', ' ').ToLowerInvariant();
        return program.Procedure(name) is { } procedure ? CallUser(procedure, arguments[1..], frame, null) : null;
    }

    private void Excel4(string formula, BasicFrame frame)
    {
        if (formula.Contains("EXEC(", StringComparison.OrdinalIgnoreCase)) recorder.Does(frame, EffectKind.Execute, formula);
        else if (formula.Contains("URLDownloadToFile", StringComparison.OrdinalIgnoreCase)) recorder.Does(frame, EffectKind.Download, BasicUrls.In(formula).FirstOrDefault() ?? formula);
        else if (formula.Contains("CALL(", StringComparison.OrdinalIgnoreCase) || formula.Contains("REGISTER(", StringComparison.OrdinalIgnoreCase)) recorder.Does(frame, EffectKind.CallLibrary, formula);
        else if (formula.Length == 0) recorder.Does(frame, EffectKind.WriteCode, "");
    }
}
