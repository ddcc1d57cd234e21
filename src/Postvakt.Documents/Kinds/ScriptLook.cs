namespace Postvakt.Documents.Kinds;

/// <summary>Scripts without a telling name: by words that only a script of that language begins with.</summary>
internal static class ScriptLook
{
    private static readonly (FileKind Kind, string[] Words)[] Looks =
    [
        (FileKind.Batch, ["@echo off", "%comspec%", "setlocal enabledelayedexpansion"]),
        (FileKind.PowerShell, ["-executionpolicy", "invoke-webrequest", "invoke-expression", "[system.reflection.assembly]", "new-object net.webclient", "new-object system.net.webclient"]),
        (FileKind.VbScript, ["on error resume next", "wscript.createobject", "set fso = createobject", "execute(chr("]),
        (FileKind.JavaScript, ["new activexobject(", "wscript.shell", "wscript.sleep", "wscript.quit"]),
    ];

    public static FileKind? Tell(ReadOnlySpan<char> text)
    {
        foreach (var (kind, words) in Looks)
        {
            foreach (var word in words)
            {
                if (text.Contains(word, StringComparison.OrdinalIgnoreCase)) return kind;
            }
        }
        return null;
    }
}
