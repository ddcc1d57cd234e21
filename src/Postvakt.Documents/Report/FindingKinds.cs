namespace Postvakt.Documents.Report;

/// <summary>Everything that can be found about a file, with what it weighs alone.</summary>
public static partial class FindingKinds
{
    // The inspection itself.
    public static readonly FindingKind AnalysisIncomplete = new("analysis-incomplete", Severity.Low, "The file could not be read to its end.");
    public static readonly FindingKind ArchiveBomb = new("archive-bomb", Severity.High, "The archive expands beyond reason.", "T1499");
    public static readonly FindingKind Padded = new("padded", Severity.Medium, "The file was blown up with filling to slip past scanners.", "T1027.001");

    public static readonly FindingKind Yara = new("yara", Severity.High, "A YARA rule of the operator matches.");

    // Names and kinds.
    public static readonly FindingKind KindMismatch = new("kind-mismatch", Severity.Medium, "The file is not what its name says.", "T1036.008");
    public static readonly FindingKind ProgramInDisguise = new("program-in-disguise", Severity.Critical, "A program or library under the name of something else.", "T1036.008");
    public static readonly FindingKind Program = new("program", Severity.High, "A program or library.", "T1204.002");
    public static readonly FindingKind RiskyName = new("risky-name", Severity.Medium, "A kind of file that opens or starts something elsewhere with one click.", "T1204.002");
    public static readonly FindingKind AlsoArchive = new("also-archive", Severity.Medium, "The file is an archive as well: programs that unpack find it behind other bytes.", "T1036.008");
    public static readonly FindingKind DoubleExtension = new("double-extension", Severity.High, "The name pretends another kind before its true extension.", "T1036.007");
    public static readonly FindingKind TrickyName = new("tricky-name", Severity.High, "The name holds characters that hide its end or leave its folder.", "T1036.002");

    // Locks.
    public static readonly FindingKind Locked = new("locked", Severity.Low, "A password is needed and none that we tried fits.", "T1027.013");
    public static readonly FindingKind PasswordWorked = new("password-worked", Severity.Low, "A password from the mail or the usual list opens it.", "T1027.013");
    public static readonly FindingKind SilentPassword = new("silent-password", Severity.Medium, "Encrypted with the password that Excel tries by itself: opens without a question, hides from scanners.", "T1027.013");
}
