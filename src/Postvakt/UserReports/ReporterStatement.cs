namespace Postvakt.UserReports;

/// <summary>What a reporter says happened, read from simple wording where it is sure or chosen in a form. A statement, never a proof. The values are stored; do not renumber.</summary>
[Flags]
public enum ReporterStatement
{
    None = 0,

    /// <summary>Opened the link or the file.</summary>
    Opened = 1,

    /// <summary>Entered a password or other data of access.</summary>
    GavePassword = 2,

    /// <summary>Answered the mail.</summary>
    Answered = 4,

    /// <summary>Asked the sender another way, who says that it was not them.</summary>
    SenderDenies = 8,
}
