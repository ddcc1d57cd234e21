namespace Postvakt.Messages.Attachments;

public static class AttachmentKinds
{
    /// <summary>Kinds that start code with one click and that people seldom mail: what hijack campaigns carry.</summary>
    public static bool IsHard(AttachmentKind kind) => kind is AttachmentKind.DiskImage or AttachmentKind.Html or AttachmentKind.OneNote
        or AttachmentKind.Shortcut or AttachmentKind.Script or AttachmentKind.Executable or AttachmentKind.MacroOffice;

    /// <summary>
    /// How unusual a hard kind is in business mail, 0..1: disk images, shortcuts, scripts, programs and notebooks hardly ever are sent; reports in
    /// HTML and workbooks with macros sometimes are.
    /// </summary>
    public static double Hardness(AttachmentKind kind) => kind switch
    {
        AttachmentKind.DiskImage or AttachmentKind.Shortcut or AttachmentKind.Script or AttachmentKind.Executable or AttachmentKind.OneNote => 1,
        AttachmentKind.MacroOffice => 0.8,
        AttachmentKind.Html => 0.65,
        _ => 0,
    };

    /// <summary>Kinds that people send every day, and that thieves put a link into.</summary>
    public static bool IsPaper(AttachmentKind kind) => kind is AttachmentKind.Pdf or AttachmentKind.Office;

    /// <summary>Kinds that can carry code.</summary>
    public static bool IsRisky(AttachmentKind kind) => IsHard(kind) || kind is AttachmentKind.Archive or AttachmentKind.OldOffice;
}
