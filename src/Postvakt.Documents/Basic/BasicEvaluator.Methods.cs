using Postvakt.Documents.Macros;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Basic;

/// <summary>Methods and properties of objects. Where the object is not known the method's name has to tell.</summary>
internal sealed partial class BasicEvaluator
{
    private object? Method(object? target, BasicExpression.Member member, object?[] a, BasicFrame frame)
    {
        _steps++;
        budget.Step();
        var name = member.Text;
        if (target is BasicObject { Type: var type } held)
        {
            if (a.Length == 0 && held.Properties.TryGetValue(name, out var value)) return value;
            return type switch
            {
                "wscript.shell" => ShellMethod(name, a, frame),
                "shell.application" or "mmc20.application" or "shell.application.namespace" => ShellApplication(held, name, a, frame),
                "msxml2.xmlhttp" or "winhttp.winhttprequest" => Request(held, name, a, frame),
                "adodb.stream" => StreamMethod(held, name, a, frame),
                "scripting.filesystemobject" => FileSystem(name, a, frame),
                "text file" => TextFile(held, name, a, frame),
                "shortcut" => Shortcut(held, name, frame),
                "microsoft.xmldom" => XmlMethod(held, name, a, frame),
                "xml element" => Element(held, name),
                "scripting.dictionary" => DictionaryMethod(held, name, a),
                "scriptcontrol" => name is "addcode" or "eval" or "executestatement" ? RunScript(held, a, frame) : null,
                "application" => ApplicationMethod(name, a, frame),
                "wscript" => name == "createobject" ? Act(name, a, frame) : null,
                _ when type.StartsWith("winmgmts", StringComparison.Ordinal) || type.StartsWith("win32_", StringComparison.Ordinal) => Management(held, name, a, frame),
                _ when type.StartsWith("schedule.service", StringComparison.Ordinal) => Schedule(held, name, a, frame),
                _ when type.StartsWith("moniker:", StringComparison.Ordinal) => null,
                "internetexplorer.application" => Browser(name, a, frame),
                // An object of a class of the program's own.
                _ when program.IsUnit(type) && program.Procedure(name) is { } procedure => CallUser(procedure, a, frame, null),
                _ => Unknown(held, name, a, frame),
            };
        }
        return Unknown(target, name, a, frame);
    }

    private static string At(object?[] a, int index) => index < a.Length ? BasicValues.Text(a[index]) ?? "" : "";

    private object? ShellMethod(string name, object?[] a, BasicFrame frame)
    {
        switch (name)
        {
            case "run" or "exec":
                recorder.Does(frame, EffectKind.Execute, At(a, 0));
                if (name == "run" && a.Length > 1 && BasicValues.Number(a[1]) == 0) recorder.Does(frame, EffectKind.Hide, MacroAssessment.HiddenWindow);
                return null;
            case "regwrite":
                if (BasicObjects.RegistryEffect(At(a, 0)) is { } effect) recorder.Does(frame, effect, At(a, 0), At(a, 1));
                return null;
            case "expandenvironmentstrings":
                return a.Length > 0 ? a[0] : null;
            case "specialfolders":
                return At(a, 0).Length > 0 ? $"%{At(a, 0).ToUpperInvariant()}%" : null;
            case "environment":
                return new BasicObject("environment");
            case "createshortcut":
                return new BasicObject("shortcut") { Properties = { ["path"] = a.ElementAtOrDefault(0) } };
            default:
                return null;
        }
    }

    private object? ShellApplication(BasicObject held, string name, object?[] a, BasicFrame frame)
    {
        switch (name)
        {
            case "shellexecute" or "open" or "explore" or "executeshellcommand":
                recorder.Does(frame, EffectKind.Execute, $"{At(a, 0)} {At(a, name == "executeshellcommand" ? 2 : 1)}".Trim());
                if (name == "shellexecute" && a.Length > 4 && BasicValues.Number(a[4]) == 0) recorder.Does(frame, EffectKind.Hide, MacroAssessment.HiddenWindow);
                return null;
            case "namespace":
                return new BasicObject("shell.application.namespace") { Properties = { ["path"] = a.ElementAtOrDefault(0) } };
            case "copyhere" or "movehere":
                recorder.Does(frame, EffectKind.CopyFile, At(a, 0), BasicValues.Text(held.Properties.GetValueOrDefault("path")) ?? "");
                return null;
            case "invokeverb" or "invokeverbex" or "doit":
                recorder.Does(frame, EffectKind.Execute, At(a, 0));
                return null;
            default:
                return held;
        }
    }

    private static object? DictionaryMethod(BasicObject held, string name, object?[] a)
    {
        if (BasicValues.Text(a.ElementAtOrDefault(0)) is not { } key) return null;
        if (name == "add" && held.Properties.Count < 5000) held.Properties["#" + key] = a.ElementAtOrDefault(1);
        return name == "item" ? held.Properties.GetValueOrDefault("#" + key) : null;
    }

    private object? RunScript(BasicObject held, object?[] a, BasicFrame frame)
    {
        var language = BasicValues.Text(held.Properties.GetValueOrDefault("language")) ?? "";
        if (language.StartsWith('v') || language.StartsWith('V')) return RunText(At(a, 0), frame, isExpression: false);
        recorder.Does(frame, EffectKind.WriteCode, At(a, 0));
        if (At(a, 0) is { Length: > 0 } script) recorder.Decoded(frame, script);
        return null;
    }

    private object? ApplicationMethod(string name, object?[] a, BasicFrame frame)
    {
        switch (name)
        {
            case "run":
                return Start(a, frame);
            case "ontime":
                return Start([.. a.Skip(1).Take(1)], frame) ?? Start([.. a.Take(1)], frame);
            case "executeexcel4macro":
                Excel4(At(a, 0), frame);
                return null;
            case "startuppath":
                return new BasicText(@"%APPDATA%\Microsoft\Excel\XLSTART");
            case "templatespath":
                return new BasicText(@"%APPDATA%\Microsoft\Templates\");
            case "registerxll":
                recorder.Does(frame, EffectKind.Execute, At(a, 0));
                return null;
            case "username":
                recorder.Does(frame, EffectKind.Probe, "Application.UserName");
                return null;
            case "ddeinitiate":
                return Act(name, a, frame);
            case "vbe":
                return new BasicObject("vbe");
            default:
                return null;
        }
    }

    private object? Management(BasicObject held, string name, object?[] a, BasicFrame frame)
    {
        switch (name)
        {
            case "get" or "instancesof" or "connectserver":
                return new BasicObject(At(a, 0).ToLowerInvariant() is { Length: > 0 } type && type.StartsWith("win32_", StringComparison.Ordinal) ? type : "winmgmts");
            case "create" when held.Type != "winmgmts.startup":
                recorder.Does(frame, EffectKind.Execute, At(a, 0));
                if (a.Length > 2 && a[2] is BasicObject startup && BasicValues.Number(startup.Properties.GetValueOrDefault("showwindow")) == 0) recorder.Does(frame, EffectKind.Hide, MacroAssessment.HiddenWindow);
                return null;
            case "execquery":
                recorder.Does(frame, EffectKind.Probe, At(a, 0));
                return null;
            case "spawninstance_":
                return new BasicObject("winmgmts.startup");
            case "execmethod" or "execmethod_":
                recorder.Does(frame, EffectKind.Execute, At(a, 1));
                return null;
            default:
                return held;
        }
    }

    private object? Schedule(BasicObject held, string name, object?[] a, BasicFrame frame)
    {
        if (name is not ("registertaskdefinition" or "registertask")) return new BasicObject("schedule.service." + name);
        recorder.Does(frame, EffectKind.Persist, $"task {At(a, 0)}");
        return held;
    }

    private object? Browser(string name, object?[] a, BasicFrame frame)
    {
        if (name is "navigate" or "navigate2")
        {
            foreach (var url in BasicUrls.In(At(a, 0))) recorder.Decoded(frame, url);
        }
        return null;
    }

    /// <summary>An object of no known class: the method is believed where its name alone, or its name and argument, say enough.</summary>
    private object? Unknown(object? target, string name, object?[] a, BasicFrame frame)
    {
        var first = At(a, 0);
        switch (name)
        {
            case "shellexecute" or "exec" or "executeshellcommand":
                return a.Length == 0 ? null : ShellApplication(new BasicObject("shell.application"), name == "exec" ? "open" : name, a, frame);
            case "run" when a.Length > 0:
                if (Start(a, frame) is { } value) return value;
                if (target is null && (CommandLine.StartsCarrier(first) || CommandLine.NamesCode(first))) recorder.Does(frame, EffectKind.Execute, first);
                return null;
            case "create" when a.Length >= 1 && (CommandLine.StartsCarrier(first) || CommandLine.NamesCode(first)):
                recorder.Does(frame, EffectKind.Execute, first);
                return null;
            case "regwrite":
                return ShellMethod(name, a, frame);
            case "savetofile" when a.Length > 0:
                Stored(first, recorder.LastUrl.Length > 0 ? new BasicContent(recorder.LastUrl) : null, frame);
                return null;
            case "createtextfile" when a.Length > 0:
                return FileSystem(name, a, frame);
            case "open" when a.Length > 1 && first.ToUpperInvariant() is "GET" or "POST":
                recorder.LastUrl = At(a, 1);
                return null;
            case "send" when recorder.LastUrl.Length > 0:
                recorder.Does(frame, EffectKind.Download, recorder.LastUrl);
                return null;
            case "responsebody" or "responsetext":
                return recorder.LastUrl.Length > 0 ? new BasicContent(recorder.LastUrl) : null;
            case "followhyperlink" when BasicUrls.In(first).FirstOrDefault() is { } url:
                recorder.Decoded(frame, url);
                return null;
            case "addfromstring" or "insertlines" or "addfromfile" or "replaceline":
                recorder.Does(frame, EffectKind.WriteCode, At(a, name == "addfromstring" || name == "addfromfile" ? 0 : 1));
                return null;
            case "import" when target is BasicObject { Type: "vbe" }:
                recorder.Does(frame, EffectKind.WriteCode, first);
                return null;
            case "vbproject" or "vbcomponents" or "vbe" or "codemodule":
                return new BasicObject("vbe");
            case "saveas" or "saveas2" or "savecopyas" or "saveasaddin" when BasicObjects.IsStartPlace(first):
                recorder.Does(frame, EffectKind.Persist, first);
                return null;
            case "invokeverb" or "invokeverbex" or "doit":
                return ShellApplication(new BasicObject("shell.application"), name, a, frame);
            case "organizercopy":
                recorder.Does(frame, EffectKind.WriteCode, $"{first} {At(a, 1)}".Trim());
                return null;
            case "builtindocumentproperties" or "customdocumentproperties" when a.Length > 0:
                return program.DocumentProperties.GetValueOrDefault(first.ToLowerInvariant());
            case "value" or "text" or "item" when target is string or BasicText:
                return target;
            case "createobject":
                return Act(name, a, frame);
            case "application":
                return new BasicObject("application");
            case "run" or "ontime" or "executeexcel4macro":
                return ApplicationMethod(name, a, frame);
            default:
                return target is BasicObject { Type: "vbe" } ? target : null;
        }
    }

    private void SetProperty(object? target, BasicExpression.Member member, object? value, BasicFrame frame)
    {
        var name = member.Text;
        if (target is BasicObject held && held.Properties.Count < 5000) held.Properties[name] = value;
        switch (name)
        {
            case "visible" when target is BasicObject { Type: "application" } && BasicValues.Truth(value) == false:
                recorder.Does(frame, EffectKind.Hide, "window of Office");
                break;
            case "automationsecurity" when BasicValues.Number(value) == 1:
                recorder.Does(frame, EffectKind.Weaken, "AutomationSecurity");
                break;
            case "path" or "arguments" when target is BasicObject { Type: var type } && type.StartsWith("schedule.service", StringComparison.Ordinal):
                recorder.Does(frame, EffectKind.Execute, BasicValues.Text(value) ?? "");
                break;
            case "attachedtemplate" when BasicValues.Text(value) is { } template && template.Contains("://", StringComparison.Ordinal):
                recorder.Does(frame, EffectKind.Download, template);
                break;
            case "formula" or "formular1c1" or "formulalocal" when BasicValues.Text(value) is { } formula && formula.StartsWith('=') && IsActing(formula):
                recorder.Does(frame, EffectKind.WriteCode, formula);
                break;
            default:
                break;
        }
    }

    private static bool IsActing(string formula) =>
        formula.Contains("EXEC(", StringComparison.OrdinalIgnoreCase) || formula.Contains("CALL(", StringComparison.OrdinalIgnoreCase) || formula.Contains("REGISTER(", StringComparison.OrdinalIgnoreCase) || formula.Contains("URLDownloadToFile", StringComparison.OrdinalIgnoreCase);
}
