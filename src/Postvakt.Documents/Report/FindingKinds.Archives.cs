namespace Postvakt.Documents.Report;

public static partial class FindingKinds
{
    // Archives and disk images.
    public static readonly FindingKind TwoFacedArchive = new("two-faced-archive", Severity.High, "Programs would unpack different things from this archive.", "T1027");
    public static readonly FindingKind HiddenFile = new("hidden-file", Severity.Medium, "A file inside is marked as hidden.", "T1564.001");
    public static readonly FindingKind HiddenBesideShortcut = new("hidden-beside-shortcut", Severity.Critical, "A shortcut is all that shows; what it starts is hidden beside it.", "T1564.001", "T1204.002");
}
