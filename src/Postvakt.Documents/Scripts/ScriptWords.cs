using System.Buffers;
using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Scripts;

/// <summary>Words of script languages that act outside the script, and the undoing of the plainest ways to hide them.</summary>
internal static class ScriptWords
{
    private static readonly (EffectKind Kind, string Word)[] Words =
    [
        (EffectKind.Download, "msxml2."), (EffectKind.Download, "microsoft.xmlhttp"), (EffectKind.Download, "serverxmlhttp"), (EffectKind.Download, "winhttprequest"), (EffectKind.Download, "downloadfile"), (EffectKind.Download, "downloadstring"), (EffectKind.Download, "downloaddata"),
        (EffectKind.Download, "invoke-webrequest"), (EffectKind.Download, "invoke-restmethod"), (EffectKind.Download, "start-bitstransfer"), (EffectKind.Download, "bitsadmin"), (EffectKind.Download, "-urlcache"),
        (EffectKind.Download, "net.webclient"), (EffectKind.Download, "curl "), (EffectKind.Download, "curl.exe"),
        (EffectKind.Execute, "wscript.shell"), (EffectKind.Execute, "shell.application"), (EffectKind.Execute, "shellexecute"), (EffectKind.Execute, "win32_process"), (EffectKind.Execute, "invoke-expression"),
        (EffectKind.Execute, "start-process"), (EffectKind.Execute, "powershell"), (EffectKind.Execute, "regsvr32"), (EffectKind.Execute, "rundll32"), (EffectKind.Execute, "mshta"), (EffectKind.Execute, "certutil"),
        (EffectKind.Execute, "wmic "), (EffectKind.Execute, "msiexec"), (EffectKind.Execute, "iex("), (EffectKind.Execute, "iex "), (EffectKind.Execute, "| iex"),
        (EffectKind.WriteFile, "adodb.stream"), (EffectKind.WriteFile, "savetofile"), (EffectKind.WriteFile, "createtextfile"), (EffectKind.WriteFile, "writeallbytes"), (EffectKind.WriteFile, "out-file"),
        (EffectKind.Persist, @"currentversion\run"), (EffectKind.Persist, "schtasks"), (EffectKind.Persist, "register-scheduledtask"), (EffectKind.Persist, @"start menu\programs\startup"),
        (EffectKind.Inject, "virtualalloc"), (EffectKind.Inject, "createthread"), (EffectKind.Inject, "reflection.assembly"),
        (EffectKind.Weaken, "add-mppreference"), (EffectKind.Weaken, "set-mppreference"), (EffectKind.Weaken, "amsiinitfailed"),
        (EffectKind.Hide, "-windowstyle hidden"), (EffectKind.Hide, "-w hidden"),
        (EffectKind.Probe, "win32_computersystem"), (EffectKind.Probe, "win32_bios"),
    ];

    private static readonly SearchValues<string> WindowsWords = SearchValues.Create(["activexobject", "wscript.", "createobject(", "getobject(", "<hta:application", "shell.application"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Uses objects of Windows, which scripts of pages and papers cannot.</summary>
    public static bool ReachesWindows(string source) => source.AsSpan().ContainsAny(WindowsWords);

    private static readonly SearchValues<string> Search = SearchValues.Create([.. Words.Select(w => w.Word)], StringComparison.OrdinalIgnoreCase);

    /// <summary>Each word once, where it first stands; lines count from 1. One pass for all words: a page may hold megabytes of script.</summary>
    public static IEnumerable<(EffectKind Kind, string Word, int Line)> Find(string source, Budget budget)
    {
        var places = new int[Words.Length];
        Array.Fill(places, -1);
        var (missing, hits) = (Words.Length, 0);
        for (var at = 0; missing > 0 && source.AsSpan(at).IndexOfAny(Search) is var next && next >= 0; at++)
        {
            at += next;
            if ((++hits & 0x3FF) == 0) budget.Look();
            for (var i = 0; i < places.Length; i++)
            {
                if (places[i] >= 0 || !source.AsSpan(at).StartsWith(Words[i].Word, StringComparison.OrdinalIgnoreCase)) continue;
                places[i] = at;
                missing--;
            }
        }
        return Words.Index().Where(w => places[w.Index] >= 0).Select(w => (w.Item.Kind, w.Item.Word, 1 + source.AsSpan(0, places[w.Index]).Count('\n')));
    }

    /// <summary>String literals that are command lines of programs that run what they are given; at most 20.</summary>
    public static IEnumerable<string> Commands(string source)
    {
        var found = 0;
        for (var i = 0; i < source.Length && found < 20; i++)
        {
            if (source[i] is not ('"' or '\'')) continue;
            var end = source.IndexOfAny([source[i], '\n'], i + 1);
            if (end < 0) yield break;
            var literal = source[(i + 1)..end];
            if (source[end] == '\n') continue;
            if (literal.Length is > 6 and < 2000 && literal.Contains(' ', StringComparison.Ordinal) && Macros.CommandLine.StartsCarrier(literal))
            {
                found++;
                yield return literal.Replace(@"\\", @"\", StringComparison.Ordinal);
            }
            i = end;
        }
    }

    /// <summary>
    /// The source with joined literals put together ('po' + 'wer'), carets of cmd and back-ticks of PowerShell taken out, and \xNN escapes
    /// resolved, after the source itself.
    /// </summary>
    public static string Unfold(string source, Budget budget)
    {
        budget.Expand(2L * source.Length);
        var text = new StringBuilder(source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            if ((i & 0xFFF) == 0) budget.Look();
            var c = source[i];
            if (c is '^' or '`' && i + 1 < source.Length && char.IsLetterOrDigit(source[i + 1])) continue;
            if (c is '"' or '\'' && Join(source, i) is var next && next > i)
            {
                i = next;
                continue;
            }
            if (c == '\\' && i + 3 < source.Length && source[i + 1] is 'x' && byte.TryParse(source.AsSpan(i + 2, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code))
            {
                text.Append((char)code);
                i += 3;
                continue;
            }
            text.Append(c);
        }
        return text.Length == source.Length ? source : source + "\n" + text;
    }

    /// <summary>Behind a closing quote: the position of the opening quote of a literal that is joined to it; or -1.</summary>
    private static int Join(string source, int at)
    {
        var i = at + 1;
        while (i < source.Length && i - at < 40 && char.IsWhiteSpace(source[i])) i++;
        if (i >= source.Length || source[i] is not ('+' or '&')) return -1;
        i++;
        while (i < source.Length && i - at < 40 && (char.IsWhiteSpace(source[i]) || source[i] == '_')) i++;
        return i < source.Length && source[i] is '"' or '\'' ? i : -1;
    }
}
