namespace Postvakt.Intake.Sources;

internal enum ContentKind
{
    Nothing,
    Mail,
    Mbox,

    /// <summary>A compound file, as Outlook saves mail.</summary>
    Outlook,
    Other,
}
