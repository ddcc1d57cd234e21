using Postvakt.Documents.Macros;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Basic;

/// <summary>Calls of library functions that "Declare" names, by the true name of the function.</summary>
internal static class BasicLibraryCalls
{
    /// <summary>"C:\WINDOWS\System32\urlmon.dll" is "urlmon".</summary>
    public static string Library(string path)
    {
        var name = path[(path.LastIndexOfAny(['\\', '/']) + 1)..].Trim().ToLowerInvariant();
        return name.EndsWith(".dll", StringComparison.Ordinal) ? name[..^4] : name;
    }

    public static void Call(BasicLibraryFunction function, object?[] a, BasicFrame frame, BasicRecorder recorder)
    {
        string At(int index) => index < a.Length ? BasicValues.Text(a[index]) ?? "" : "";
        // "W" and "A" forms are one function.
        var name = function.Function is { Length: > 3 } full && full[^1] is 'A' or 'W' && char.IsLower(full[^2]) ? full[..^1] : function.Function;
        recorder.Does(frame, EffectKind.CallLibrary, $"{function.Library}!{function.Function}");
        switch (name.ToLowerInvariant())
        {
            case "urldownloadtofile":
                recorder.Does(frame, EffectKind.Download, At(1), At(2));
                break;
            case "urldownloadtocachefile" or "urlopenblockingstream" or "urlopenstream":
                recorder.Does(frame, EffectKind.Download, At(1));
                break;
            case "internetopenurl":
                recorder.LastUrl = At(1);
                recorder.Does(frame, EffectKind.Download, At(1));
                break;
            case "shellexecute":
                recorder.Does(frame, EffectKind.Execute, $"{At(2)} {At(3)}".Trim());
                Hidden(a, 5, frame, recorder);
                break;
            case "winexec":
                recorder.Does(frame, EffectKind.Execute, At(0));
                Hidden(a, 1, frame, recorder);
                break;
            case "createprocess":
                recorder.Does(frame, EffectKind.Execute, $"{At(0)} {At(1)}".Trim());
                break;
            case "shellexecuteex" or "createprocessasuser" or "ntcreateprocess" or "dllinstall":
                recorder.Does(frame, EffectKind.Execute, "");
                break;
            case "copyfile" or "movefile":
                recorder.Does(frame, EffectKind.CopyFile, At(0), At(1));
                break;
            case "deletefile":
                recorder.Does(frame, EffectKind.DeleteFile, At(0));
                break;
            case "regsetvalueex" or "regcreatekeyex" or "regcreatekey":
                if (BasicObjects.RegistryEffect(At(1)) is { } effect) recorder.Does(frame, effect, At(1));
                break;
            case "isdebuggerpresent" or "getcomputername" or "getusername" or "checkremotedebuggerpresent":
                recorder.Does(frame, EffectKind.Probe, function.Function);
                break;
            // Memory made executable, written and started: shellcode.
            case "writeprocessmemory" or "createremotethread" or "ntwritevirtualmemory" or "queueuserapc" or "virtualallocex" or "rtlcreateuserthread" or "ntcreatethreadex" or "createthread" or "ntallocatevirtualmemory" or "setthreadcontext":
                recorder.Does(frame, EffectKind.Inject, $"{function.Library}!{function.Function}");
                break;
            case "virtualalloc" or "heapcreate" when a.Any(v => BasicValues.Number(v) is null or 0x40 or 0x40000):
                recorder.Does(frame, EffectKind.Inject, $"{function.Library}!{function.Function}");
                break;
            default:
                break;
        }
    }

    private static void Hidden(object?[] a, int index, BasicFrame frame, BasicRecorder recorder)
    {
        if (index < a.Length && BasicValues.Number(a[index]) == 0) recorder.Does(frame, EffectKind.Hide, MacroAssessment.HiddenWindow);
    }
}
