namespace Postvakt.Messages.Attachments;

/// <summary>What kind of file an attachment claims to be, by name and first bytes; the stronger claim of the two.</summary>
public enum AttachmentKind
{
    Other,
    Text,
    Picture,
    Signature,
    Calendar,
    Mail,
    Pdf,

    /// <summary>Office without macros by its format (docx, xlsx, pptx, odt).</summary>
    Office,

    /// <summary>Office of the old binary format, which may hold macros (doc, xls, ppt, rtf).</summary>
    OldOffice,

    /// <summary>Office that is made to hold macros (docm, xlsm, xlsb, xlam, ppam).</summary>
    MacroOffice,
    Archive,
    DiskImage,
    Html,
    OneNote,
    Shortcut,
    Script,
    Executable,
    Media,
}
