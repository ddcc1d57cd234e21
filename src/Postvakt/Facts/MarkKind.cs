namespace Postvakt.Facts;

public enum MarkKind
{
    /// <summary>Registrable domain of a link.</summary>
    Host,

    /// <summary>Form of a link's path.</summary>
    Path,

    /// <summary>One link as it stands.</summary>
    Address,

    /// <summary>Shape of a file's name and of the first name in it.</summary>
    File,

    /// <summary>A file's name as it stands.</summary>
    FileName,
    Wording,
    Sender,
}
