namespace Postvakt.Documents.Report;

public static partial class FindingKinds
{
    // Compound files and what lies in them.
    public static readonly FindingKind HiddenStream = new("hidden-stream", Severity.Medium, "A macro stream is kept out of the file's directory tree.", "T1027");
    public static readonly FindingKind Installer = new("installer", Severity.High, "A Windows installer package, which runs what it holds.", "T1218.007");
    public static readonly FindingKind ObjectHoldsProgram = new("object-holds-program", Severity.Critical, "The document holds a program as an object that a double click starts.", "T1204.002");
    public static readonly FindingKind ObjectHoldsScript = new("object-holds-script", Severity.Critical, "The document holds a script as an object that a double click starts.", "T1204.002", "T1059");
    public static readonly FindingKind DocumentFieldDde = new("dde-field", Severity.Critical, "A field starts a program by dynamic data exchange.", "T1559.002");
    public static readonly FindingKind DocumentTemplateRemote = new("template-remote", Severity.High, "The document loads its template from another host.", "T1221");
}
