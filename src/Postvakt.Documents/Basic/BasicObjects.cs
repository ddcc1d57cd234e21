using Postvakt.Documents.Report;

namespace Postvakt.Documents.Basic;

/// <summary>Classes of objects that code creates, under one name each.</summary>
internal static class BasicObjects
{
    /// <summary>Class ids that are used where a ProgID would be too plain.</summary>
    private static readonly Dictionary<string, string> ById = new(StringComparer.OrdinalIgnoreCase)
    {
        ["72c24dd5-d70a-438b-8a42-98424b88afb8"] = "wscript.shell",
        ["f935dc22-1cf0-11d0-adb9-00c04fd58a0b"] = "wscript.shell",
        ["13709620-c279-11ce-a49e-444553540000"] = "shell.application",
        ["9ba05972-f6a8-11cf-a442-00a0c90a8f39"] = "shell.application",
        ["c08afd90-f2a1-11d1-8455-00a0c91f3880"] = "shell.application",
        ["0d43fe01-f093-11cf-8940-00a0c9054228"] = "scripting.filesystemobject",
        ["49b2791a-b1ae-4c90-9b8e-e860ba07f889"] = "mmc20.application",
        ["0f87369f-a4e5-4cfc-bd3e-73e6154572dd"] = "schedule.service",
        ["00000566-0000-0010-8000-00aa006d2ea4"] = "adodb.stream",
        ["2087c2f4-2cef-4953-a8ab-66779b670495"] = "winhttp.winhttprequest",
        ["88d96a0b-f192-11d4-a65f-0040963251e5"] = "msxml2.xmlhttp",
        ["f6d90f16-9c73-11d3-b32e-00c04f990bb4"] = "msxml2.xmlhttp",
    };

    /// <summary>A ProgID, type name or class id as the one name that the analysis knows it by.</summary>
    public static string Canonical(string type)
    {
        type = type.Trim().ToLowerInvariant();
        if (type.StartsWith("new:", StringComparison.Ordinal)) type = type[4..];
        if (type.StartsWith("clsid:", StringComparison.Ordinal)) type = type[6..];
        if (ById.TryGetValue(type.Trim('{', '}'), out var known)) return known;
        // Versions do not matter: "msxml2.xmlhttp.6.0", "msxml2.xmlhttp60".
        var plain = type.TrimEnd('.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return plain switch
        {
            "wshshell" or "iwshruntimelibrary.wshshell" or "iwshruntimelibrary.iwshshell" or "wscript.shell" => "wscript.shell",
            "shell" or "shell32.shell" or "shell.application" => "shell.application",
            "filesystemobject" or "scripting.filesystemobject" or "iwshruntimelibrary.filesystemobject" => "scripting.filesystemobject",
            "dictionary" or "scripting.dictionary" => "scripting.dictionary",
            "stream" or "adodb.stream" => "adodb.stream",
            "xmlhttp" or "microsoft.xmlhttp" or "msxml2.xmlhttp" or "msxml.xmlhttp" or "msxml2.serverxmlhttp" or "serverxmlhttp" or "microsoft.serverxmlhttp" or "msxml2.ixmlhttprequest" => "msxml2.xmlhttp",
            "winhttprequest" or "winhttp.winhttprequest" => "winhttp.winhttprequest",
            "domdocument" or "msxml2.domdocument" or "msxml.domdocument" or "microsoft.xmldom" or "msxml2.freethreadeddomdocument" => "microsoft.xmldom",
            "internetexplorer" or "internetexplorer.application" or "shdocvw.internetexplorer" => "internetexplorer.application",
            "scriptcontrol" or "msscriptcontrol.scriptcontrol" => "scriptcontrol",
            _ => type,
        };
    }

    /// <summary>True when a variable of that type is an object of a class that acts.</summary>
    public static bool IsClass(string type) => Canonical(type) is "wscript.shell" or "shell.application" or "scripting.filesystemobject" or "adodb.stream" or "msxml2.xmlhttp" or "winhttp.winhttprequest" or "microsoft.xmldom" or "internetexplorer.application" or "scripting.dictionary";

    /// <summary>What GetObject gives for a moniker.</summary>
    public static BasicObject? Moniker(string moniker)
    {
        var text = moniker.Trim().ToLowerInvariant();
        if (text.StartsWith("winmgmts:", StringComparison.Ordinal)) return new BasicObject(text.Contains("win32_process", StringComparison.Ordinal) && !text.Contains("win32_processstartup", StringComparison.Ordinal) ? "win32_process" : "winmgmts");
        if (text.StartsWith("new:", StringComparison.Ordinal) || text.StartsWith("clsid:", StringComparison.Ordinal)) return new BasicObject(Canonical(text));
        if (text.StartsWith("script:", StringComparison.Ordinal)) return new BasicObject("moniker:" + moniker);
        return null;
    }

    /// <summary>What writing into a registry key comes to; null for a key that says nothing.</summary>
    public static EffectKind? RegistryEffect(string key)
    {
        var text = key.Replace('/', '\\').ToLowerInvariant();
        if (text.Contains(@"\currentversion\run", StringComparison.Ordinal) || text.Contains(@"\winlogon", StringComparison.Ordinal) || text.Contains(@"\image file execution", StringComparison.Ordinal) || text.Contains(@"software\microsoft\office test", StringComparison.Ordinal)
            || text.Contains(@"\shell\open\command", StringComparison.Ordinal) || text.Contains(@"\userinitmprlogonscript", StringComparison.Ordinal) || text.Contains("inprocserver32", StringComparison.Ordinal)) return EffectKind.Persist;
        if (text.Contains("accessvbom", StringComparison.Ordinal) || text.Contains("vbawarnings", StringComparison.Ordinal) || text.Contains("protectedview", StringComparison.Ordinal) || text.Contains("disableinternetfilesinpv", StringComparison.Ordinal)
            || text.Contains("disableattachmentsinpv", StringComparison.Ordinal) || text.Contains("disableunsafelocationsinpv", StringComparison.Ordinal) || text.Contains("windows defender", StringComparison.Ordinal) || text.Contains("blockcontentexecutionfrominternet", StringComparison.Ordinal)
            || text.Contains("trusted locations", StringComparison.Ordinal) || text.Contains("enablelua", StringComparison.Ordinal) || text.EndsWith("amsienable", StringComparison.Ordinal)) return EffectKind.Weaken;
        return null;
    }

    /// <summary>A place from which Windows or Office starts what lies there.</summary>
    public static bool IsStartPlace(string path) =>
        path.Contains("startup", StringComparison.OrdinalIgnoreCase) && path.Contains('\\', StringComparison.Ordinal) || path.Contains("xlstart", StringComparison.OrdinalIgnoreCase) || path.Contains(@"\Start Menu\Programs", StringComparison.OrdinalIgnoreCase)
        || path.Contains(@"\Microsoft\AddIns", StringComparison.OrdinalIgnoreCase) || path.EndsWith("normal.dotm", StringComparison.OrdinalIgnoreCase) || path.EndsWith("personal.xlsb", StringComparison.OrdinalIgnoreCase);
}
