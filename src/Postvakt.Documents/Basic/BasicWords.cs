using System.Collections.Frozen;

namespace Postvakt.Documents.Basic;

/// <summary>Names that mean something to the analysis.</summary>
internal static class BasicWords
{
    /// <summary>
    /// A program in which none of these occurs as a name does nothing that is told as an effect: all other ways to act pass a name as a string to one
    /// of them. Such a program is not run.
    /// </summary>
    public static readonly FrozenSet<string> Acting = FrozenSet.ToFrozenSet(
    [
        "shell", "shellexecute", "run", "exec", "createobject", "getobject", "createtextfile", "opentextfile", "kill", "mkdir", "rmdir", "filecopy", "setattr",
        "declare", "lib", "callbyname", "executeexcel4macro", "vbproject", "vbcomponents", "codemodule", "vbe", "environ", "send", "savetofile", "regwrite", "regdelete", "regread",
        "ontime", "execute", "executeglobal", "eval", "addcode", "executestatement", "sendkeys", "automationsecurity", "copyfile", "movefile", "deletefile", "createfolder", "copyhere",
        "saveas", "saveas2", "savecopyas", "followhyperlink", "ddeinitiate", "ddeexecute", "startuppath", "altstartuppath", "templatespath", "organizercopy", "attachedtemplate", "invokeverb", "invokeverbex", "doit",
        "savesetting", "system", "username", "putincell", "navigate", "navigate2", "xlm", "excel4macrosheets", "wscript", "xlexcel4macrosheet", "xlexcel4intlmacrosheet", "showwindow", "querytables", "openurl", "protectedviewwindows", "macshell", "macscript", "applescripttask",
        "registertaskdefinition", "execquery", "spawninstance_", "execmethod_", "createshortcut", "registerxll", "addins",
    ], StringComparer.Ordinal);

    /// <summary>Objects that Office puts before a macro without declaring them: reading one gives something that we cannot know.</summary>
    public static readonly FrozenSet<string> Host = FrozenSet.ToFrozenSet(
    [
        "application", "activedocument", "thisdocument", "activeworkbook", "thisworkbook", "activesheet", "activewindow", "activecell", "selection", "sheets", "worksheets", "workbooks", "documents", "range", "cells", "rows",
        "columns", "charts", "me", "err", "debug", "options", "dialogs", "windows", "activepresentation", "presentations", "slideshowwindows", "wscript", "forms", "userforms", "vba", "normaltemplate", "templates", "now", "date",
        "time", "timer", "rnd", "screen", "names", "evaluate", "word", "excel", "outlook", "ptrsafe", "activecontrol", "commandbars", "currentproject", "currentdb", "docmd", "addins", "system", "assistant", "clipboard", "printer", "app",
        "curdir", "dir", "freefile", "erl", "inputbox", "msgbox", "command", "error", "lof", "loc", "eof", "document", "window", "self", "target", "sh", "wb",
    ], StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, object> Constants = new Dictionary<string, object>
    {
        ["vbcrlf"] = "\r\n", ["vbnewline"] = "\r\n", ["vbcr"] = "\r", ["vblf"] = "\n", ["vbtab"] = "\t", ["vbnullstring"] = "", ["vbnullchar"] = "\0",
        ["vbhide"] = 0d, ["vbnormalfocus"] = 1d, ["vbminimizedfocus"] = 2d, ["vbmaximizedfocus"] = 3d, ["vbnormalnofocus"] = 4d, ["vbminimizednofocus"] = 6d,
        ["vbunicode"] = 64d, ["vbfromunicode"] = 128d, ["vbuppercase"] = 1d, ["vblowercase"] = 2d, ["vbpropercase"] = 3d, ["vbbinarycompare"] = 0d, ["vbtextcompare"] = 1d,
        ["vbhidden"] = 2d, ["vbsystem"] = 4d, ["vbreadonly"] = 1d, ["vbnormal"] = 0d, ["vbmethod"] = 1d, ["vbget"] = 2d, ["vblet"] = 4d, ["vbset"] = 8d,
        ["true"] = -1d, ["false"] = 0d, ["vbtrue"] = -1d, ["vbfalse"] = 0d, ["sw_hide"] = 0d, ["sw_show"] = 5d, ["sw_shownormal"] = 1d,
        ["msoautomationsecuritylow"] = 1d, ["msoautomationsecuritybyui"] = 2d, ["msoautomationsecurityforcedisable"] = 3d,
        ["fileformat"] = 0d, ["forreading"] = 1d, ["forwriting"] = 2d, ["forappending"] = 8d,
    }.ToFrozenDictionary();
}
