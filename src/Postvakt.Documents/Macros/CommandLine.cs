using System.Buffers;
using System.Text;

namespace Postvakt.Documents.Macros;

/// <summary>What a command line would start, and what it hides.</summary>
internal static class CommandLine
{
    private const int MaxEncoded = 64 << 10;

    /// <summary>Programs of Windows that fetch or run what they are given: nobody needs them in a document.</summary>
    private static readonly string[] Carriers =
    [
        "powershell", "pwsh", "mshta", "regsvr32", "rundll32", "certutil", "bitsadmin", "curl", "wget", "wscript", "cscript", "msiexec", "wmic", "installutil", "msbuild", "odbcconf", "cmstp", "forfiles", "pcalua", "conhost", "hh",
        "ftp", "tftp", "regasm", "regsvcs", "schtasks", "bash", "python", "ssh", "scp", "tar", "mavinject", "finger", "esentutl", "expand", "extrac32", "makecab", "cmd",
    ];

    private static readonly SearchValues<string> CarrierSearch = SearchValues.Create(Carriers, StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Harmless = ["explorer", "notepad", "excel", "winword", "powerpnt", "outlook", "msaccess", "acrord32", "acrobat", "iexplore", "chrome", "firefox", "msedge", "calc", "mspaint", "write", "wordpad", "winhlp32", "snippingtool"];

    private static readonly string[] FetchingWords =
    [
        "downloadfile", "downloadstring", "downloaddata", "invoke-webrequest", "invoke-restmethod", "iwr ", "irm ", "start-bitstransfer", "webclient", "-urlcache", "bitsadmin", "curl ", "curl.exe", "wget ", "xmlhttp", "urldownloadtofile",
    ];

    public static readonly string[] CodeExtensions =
    [
        ".exe", ".dll", ".ocx", ".scr", ".com", ".pif", ".cpl", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".wsh", ".hta", ".ps1", ".bat", ".cmd", ".msi", ".lnk", ".jar", ".sct", ".xsl", ".inf", ".chm", ".xll",
    ];

    /// <summary>Without the marks that cmd.exe takes out ("p^ower") and PowerShell does ("p`ower").</summary>
    public static string Clean(string command) => command.AsSpan().ContainsAny('^', '`') ? command.Replace("^", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal) : command;

    /// <summary>Name of the program in lower case without folder and ".exe"; empty when unknown.</summary>
    public static string Program(string command)
    {
        var text = Clean(command).AsSpan().TrimStart();
        ReadOnlySpan<char> first;
        if (text.StartsWith("\""))
        {
            var rest = text[1..];
            first = rest.IndexOf('"') is var end && end >= 0 ? rest[..end] : rest;
        }
        else
        {
            first = text.IndexOfAny(' ', '\t', ',') is var end && end >= 0 ? text[..end] : text;
        }
        first = first[(first.LastIndexOfAny('\\', '/') + 1)..].Trim("\"' ");
        if (first.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)) first = first[..^4];
        return first.Length > 100 ? "" : first.ToString().ToLowerInvariant();
    }

    /// <summary>Starts a program of Windows that fetches or runs what it is given, itself or behind another.</summary>
    public static bool StartsCarrier(string command)
    {
        var text = Clean(command);
        // One pass for all names: a script may have megabytes.
        for (var at = 0; text.AsSpan(at).IndexOfAny(CarrierSearch) is var next && next >= 0; at++)
        {
            at += next;
            if (at > 0 && char.IsLetterOrDigit(text[at - 1])) continue;
            foreach (var carrier in Carriers)
            {
                var after = at + carrier.Length;
                if (text.AsSpan(at).StartsWith(carrier, StringComparison.OrdinalIgnoreCase) && (after == text.Length || !char.IsLetterOrDigit(text[after]))) return true;
            }
        }
        return false;
    }

    /// <summary>Opens a folder, a page or a document by a program that people use.</summary>
    public static bool IsHarmless(string command) => Harmless.Contains(Program(command)) || command.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) || IsPage(command);

    private static bool IsPage(string command) => (command.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || command.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) && !command.Contains(' ', StringComparison.Ordinal) && !NamesCode(command);

    public static bool HoldsUrl(string command) => command.Contains("http://", StringComparison.OrdinalIgnoreCase) || command.Contains("https://", StringComparison.OrdinalIgnoreCase) || command.Contains("ftp://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Brings something from the network.</summary>
    public static bool Fetches(string command)
    {
        foreach (var word in FetchingWords)
        {
            if (command.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return HoldsUrl(command) && Program(command) is "mshta" or "regsvr32" or "msiexec" or "rundll32";
    }

    /// <summary>A path or address whose end Windows runs.</summary>
    public static bool NamesCode(string path)
    {
        var end = path.AsSpan().TrimEnd("\"' ");
        foreach (var extension in CodeExtensions)
        {
            if (end.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    /// <summary>What stands encoded in it: PowerShell's -EncodedCommand and FromBase64String, in plain text. Null for none.</summary>
    public static string? Decode(string command)
    {
        var text = Clean(command);
        for (var at = 0; at < text.Length && at < MaxEncoded;)
        {
            var length = 0;
            while (at + length < text.Length && (char.IsAsciiLetterOrDigit(text[at + length]) || text[at + length] is '+' or '/' or '=')) length++;
            if (length >= 24 && Plain(text.AsSpan(at, Math.Min(length, MaxEncoded))) is { } plain) return plain;
            at += length + 1;
        }
        return null;
    }

    /// <summary>Base64 of readable text, UTF-16 or bytes; null for anything else.</summary>
    public static string? Plain(ReadOnlySpan<char> encoded)
    {
        encoded = encoded.TrimEnd('=');
        if (encoded.Length % 4 == 1 || encoded.Length < 8) return null;
        var bytes = new byte[encoded.Length * 3 / 4 + 3];
        Span<char> padded = new char[(encoded.Length + 3) / 4 * 4];
        encoded.CopyTo(padded);
        padded[encoded.Length..].Fill('=');
        if (!Convert.TryFromBase64Chars(padded, bytes, out var count) || count < 6) return null;
        var isWide = count % 2 == 0 && bytes[1] == 0 && bytes[3] == 0 && bytes[5] == 0;
        var text = isWide ? Encoding.Unicode.GetString(bytes, 0, count) : Encoding.Latin1.GetString(bytes, 0, count);
        foreach (var c in text)
        {
            if (c is < ' ' and not ('\r' or '\n' or '\t') or >= '\u007F' and < '\u00A0') return null;
        }
        return text;
    }
}
