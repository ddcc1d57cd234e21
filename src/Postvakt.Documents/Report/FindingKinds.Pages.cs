namespace Postvakt.Documents.Report;

public static partial class FindingKinds
{
    // Shortcuts and scripts: what runs with one click.
    public static readonly FindingKind Shortcut = new("shortcut", Severity.High, "A shortcut: one click starts what it points to.", "T1204.002");
    public static readonly FindingKind WebShortcut = new("web-shortcut", Severity.Low, "A shortcut to an address.", "T1204.001");
    public static readonly FindingKind ShortcutCommand = new("shortcut-command", Severity.Critical, "A shortcut that starts an interpreter with a command of its own.", "T1204.002", "T1059");
    public static readonly FindingKind ShortcutHides = new("shortcut-hides", Severity.High, "A shortcut that hides its command behind blanks or carries data behind its end.", "T1027");
    public static readonly FindingKind Script = new("script", Severity.Medium, "A script: one click runs it.", "T1204.002", "T1059");
    public static readonly FindingKind ScriptHost = new("script-host", Severity.High, "A script that reaches into Windows, not into a page.", "T1059", "T1204.002");
    public static readonly FindingKind ScriptActs = new("script-acts", Severity.Critical, "A script that fetches something and starts it, or hands a command to a program of Windows.", "T1059", "T1105");
    public static readonly FindingKind EncodedScript = new("encoded-script", Severity.Critical, "A script in the encoded form, which hides its text.", "T1027.013", "T1059");
    public static readonly FindingKind NotebookFile = new("notebook-file", Severity.Low, "A notebook with files in it.");
    public static readonly FindingKind NotebookCode = new("notebook-code", Severity.Critical, "A notebook that carries a script, shortcut or program to be clicked.", "T1204.002");

    // Pages.
    public static readonly FindingKind PageSaves = new("page-saves", Severity.Low, "A page whose script builds a file to be saved, as reports with an export button do.");
    public static readonly FindingKind PageBuildsFile = new("page-builds-file", Severity.High, "A page whose script builds a file of a harmful kind and has it saved.", "T1027.006");
    public static readonly FindingKind PageSmuggles = new("page-smuggles", Severity.Critical, "A page that carries an archive, disk image, script or program inside its script.", "T1027.006");
    public static readonly FindingKind PagePassword = new("page-password", Severity.Medium, "A page that asks for a password and sends it elsewhere.", "T1056.003");
    public static readonly FindingKind PageMoves = new("page-moves", Severity.Medium, "A page that leads on to another by itself.", "T1204.001");
    public static readonly FindingKind PageHidden = new("page-hidden", Severity.Medium, "A page whose content is decoded by script, so that scanners do not see it.", "T1027.010");
    public static readonly FindingKind PictureScript = new("picture-script", Severity.Medium, "A picture that holds script.", "T1027.017");

    public static readonly FindingKind PictureActs = new("picture-acts", Severity.High, "A picture whose script leads on or decodes something.", "T1027.017");

    // Papers.
    public static readonly FindingKind PaperLaunches = new("paper-launches", Severity.Critical, "A PDF that starts a program.", "T1204.002");
    public static readonly FindingKind PaperOpens = new("paper-opens", Severity.Low, "A PDF that opens another file.", "T1204.002");
    public static readonly FindingKind PaperScript = new("paper-script", Severity.Low, "A PDF with script.", "T1059.007");
    public static readonly FindingKind PaperScriptStarts = new("paper-script-starts", Severity.Medium, "A PDF whose script runs when it is opened.", "T1059.007");
    public static readonly FindingKind PaperFile = new("paper-file", Severity.Low, "A PDF with files in it.");
    public static readonly FindingKind PaperSends = new("paper-sends", Severity.Low, "A PDF form that sends what is typed into it.", "T1056.003");
    public static readonly FindingKind PaperLinksFile = new("paper-links-file", Severity.Medium, "A paper whose link leads straight to an archive, disk image or script.", "T1204.001");

    // Objects in text.
    public static readonly FindingKind RemoteTemplate = new("remote-template", Severity.High, "Opening it fetches a template from the network.", "T1221");
    public static readonly FindingKind RemoteObject = new("remote-object", Severity.High, "Opening it fetches an object from the network.", "T1221", "T1203");
    public static readonly FindingKind NetworkObject = new("network-object", Severity.Medium, "Opening it takes something from a file server.", "T1187");
    public static readonly FindingKind RemotePicture = new("remote-picture", Severity.Low, "Opening it fetches a picture from the network, which tells that it was opened.", "T1598.003");
    public static readonly FindingKind EmbeddedCode = new("embedded-code", Severity.Critical, "A document that carries a script, shortcut or program to be clicked.", "T1204.002", "T1566.001");
    public static readonly FindingKind EquationObject = new("equation-object", Severity.High, "An object of the old equation editor, which was made for nothing but attacks since 2018.", "T1203");
    public static readonly FindingKind MailedMacros = new("mso-part", Severity.Medium, "Macros in the web archive form of Office, which hides them from scanners.", "T1027");

    public static readonly FindingKind OfficeEvent = new("office-event", Severity.Medium, "A document event that runs a macro.", "T1204.002");

    // Lures.
    public static readonly FindingKind Lure = new("lure", Severity.Low, "It asks to switch off what protects the reader (enable editing, enable content).", "T1204.002");
    public static readonly FindingKind LureWithCode = new("lure-with-code", Severity.High, "It asks to switch off what protects the reader, and carries code that would start or fetch something.", "T1204.002", "T1059");
    public static readonly FindingKind LurePicture = new("lure-picture", Severity.Low, "Little more than one picture.", "T1204.002");
}
