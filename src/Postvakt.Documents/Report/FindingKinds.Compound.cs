namespace Postvakt.Documents.Report;

public static partial class FindingKinds
{
    // Compound files and what lies in them.
    public static readonly FindingKind HiddenStream = new("hidden-stream", Severity.Medium, "A macro stream is kept out of the file's directory tree.", "T1027");
    public static readonly FindingKind Installer = new("installer", Severity.High, "A Windows installer package, which runs what it holds.", "T1218.007");
}
