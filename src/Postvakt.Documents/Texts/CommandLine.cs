using System.Text;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Texts;

/// <summary>What a command line starts. Programs of Windows that run what others bring ("living off the land") are told from the rest.</summary>
internal static class CommandLine
{
    /// <summary>Programs that run code given to them, fetch files, or load libraries.</summary>
    private static readonly string[] Runners =
    [
        "cmd", "powershell", "pwsh", "mshta", "rundll32", "regsvr32", "wscript", "cscript", "msiexec", "certutil", "bitsadmin", "curl", "wmic", "schtasks", "conhost", "forfiles",
        "pcalua", "installutil", "msbuild", "regasm", "regsvcs", "odbcconf", "cmstp", "mavinject", "hh", "ssh", "scp", "ftp", "finger", "tar", "expand", "replace", "at", "sc", "reg",
    ];

    private static readonly string[] Fetches =
    [
        "downloadfile", "downloadstring", "downloaddata", "invoke-webrequest", "invoke-restmethod", "iwr ", "irm ", "start-bitstransfer", "webclient", "-urlcache", "bitsadmin", "curl ", "curl.exe", "wget ",
        "xmlhttp", "urldownloadtofile", "javascript:", "vbscript:",
    ];

    /// <summary>The runner that a command line begins with or calls, in lower case without path and extension; null for none.</summary>
    public static string? RunnerOf(ReadOnlySpan<char> command)
    {
        foreach (var range in command.SplitAny(" \t\"'&|;,()@^%\r\n"))
        {
            var word = command[range];
            word = word[(word.LastIndexOfAny('\\', '/') + 1)..];
            if (word.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)) word = word[..^4];
            if (word.Length is < 2 or > 12) continue;
            foreach (var runner in Runners)
            {
                if (word.Equals(runner, StringComparison.OrdinalIgnoreCase)) return runner;
            }
        }
        return null;
    }

    /// <summary>True when the command brings something from the network.</summary>
    public static bool Fetching(ReadOnlySpan<char> command)
    {
        foreach (var word in Fetches)
        {
            if (command.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return RunnerOf(command) is "mshta" or "regsvr32" or "msiexec" or "rundll32" && UrlScan.Find(command, 1).Count > 0;
    }

    /// <summary>The script behind PowerShell's -EncodedCommand (base64 of UTF-16), or null. Any unambiguous prefix of the parameter's name is taken by PowerShell.</summary>
    public static string? Encoded(string command)
    {
        if (!command.Contains("powershell", StringComparison.OrdinalIgnoreCase) && !command.Contains("pwsh", StringComparison.OrdinalIgnoreCase)) return null;
        var words = command.Split([' ', '\t', '"', '\''], 400, StringSplitOptions.RemoveEmptyEntries);
        for (var n = 0; n + 1 < words.Length; n++)
        {
            var name = words[n].Replace("^", "", StringComparison.Ordinal);
            if (name.Length < 2 || name[0] is not ('-' or '/' or '\u2013')) continue;
            name = name[1..];
            if (!"encodedcommand".StartsWith(name, StringComparison.OrdinalIgnoreCase) && !name.Equals("ec", StringComparison.OrdinalIgnoreCase)) continue;
            if (words[n + 1].Length >= 16 && Base64.Decode(words[n + 1]) is { Length: > 8 } bytes && bytes.Length % 2 == 0) return Encoding.Unicode.GetString(bytes);
        }
        return null;
    }

    /// <summary>Writes what a command line would do into a file's effects: the command itself, and downloads that it names.</summary>
    public static void Does(InspectedFile file, string command, string where, string call)
    {
        if (call.Length > 160) call = call[..160];
        file.Does(new Effect(EffectKind.Execute, command, "", where, call));
        var plain = Encoded(command) is { } script ? command + " " + script : command;
        if (plain.Length > command.Length) file.Does(new Effect(EffectKind.Execute, plain[(command.Length + 1)..], "", where, "-EncodedCommand"));
        var fetching = Fetching(plain);
        foreach (var url in UrlScan.Find(plain))
        {
            if (fetching) file.Does(new Effect(EffectKind.Download, url, "", where, call));
            else file.Link(url, where);
        }
    }
}
