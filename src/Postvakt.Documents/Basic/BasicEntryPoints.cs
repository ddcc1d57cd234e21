using System.Collections.Frozen;

namespace Postvakt.Documents.Basic;

/// <summary>Procedures that Office starts: by their names.</summary>
internal static class BasicEntryPoints
{
    private static readonly FrozenSet<string> ByItself = FrozenSet.ToFrozenSet(
    [
        // Word.
        "autoexec", "autoopen", "autoexit", "autoclose", "autonew", "document_open", "documentopen", "document_close", "documentbeforeclose", "document_beforeclose", "document_new", "newdocument", "documentchange",
        "document_contentcontrolonenter", "document_contentcontrolonexit", "document_buildingblockinsert", "document_sync", "app_documentopen", "app_documentbeforeclose", "wordautoopen",
        // Excel.
        "auto_open", "auto_close", "auto_activate", "auto_deactivate", "auto_ope", "workbook_open", "workbook_activate", "workbook_deactivate", "workbook_close", "workbook_beforeclose", "workbook_windowactivate", "workbook_sheetactivate",
        "workbook_sheetcalculate", "workbook_addininstall", "worksheet_calculate", "worksheet_activate", "workbook_beforesave", "workbook_beforeprint", "workbook_newsheet",
        // PowerPoint.
        "onslideshowpagechange", "slideshowbegin", "presentation_open", "onload",
        // Outlook and Access.
        "application_startup", "application_newmailex", "form_open", "form_load", "autokeys",
    ], StringComparer.Ordinal);

    /// <summary>Events that controls raise when they are drawn, loaded or passed over: no click on a button is needed.</summary>
    private static readonly string[] Raised =
    [
        "_painted", "_painting", "_gotfocus", "_lostfocus", "_mousehover", "_mousemove", "_mouseenter", "_mouseleave", "_resize", "_layout", "_beforenavigate2", "_beforescriptexecute", "_documentcomplete", "_downloadbegin", "_downloadcomplete",
        "_filedownload", "_navigatecomplete2", "_navigateerror", "_progresschange", "_propertychange", "_setsecurelockicon", "_statustextchange", "_titlechange", "_onconnecting", "_onconnected", "_ondisconnected", "_onauthenticationwarningdisplayed",
        "_onloginfocused", "_onrequestgofullscreen", "_onconfirmclose", "_onfatalerror", "_followhyperlink", "_contentcontrolonenter", "_selectionchange", "_windowactivate", "_initialize",
    ];

    private static readonly string[] Clicked = ["_click", "_change", "_dblclick", "_mousedown", "_mouseup", "_enter", "_exit", "_keydown", "_keypress"];

    /// <summary>Runs when the document is opened, closed, printed, shown.</summary>
    public static bool StartsByItself(string procedure) => ByItself.Contains(procedure) || EndsWithAny(procedure, Raised) && !procedure.EndsWith("userform_initialize", StringComparison.Ordinal) && !procedure.StartsWith("class_", StringComparison.Ordinal)
        && !procedure.StartsWith("userform_", StringComparison.Ordinal);

    /// <summary>Runs when a person touches what the document shows.</summary>
    public static bool StartsOnTouch(string procedure) => EndsWithAny(procedure, Clicked);

    private static bool EndsWithAny(string procedure, string[] ends)
    {
        foreach (var end in ends)
        {
            if (procedure.Length > end.Length && procedure.EndsWith(end, StringComparison.Ordinal)) return true;
        }
        return false;
    }
}
