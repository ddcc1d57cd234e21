namespace Postvakt.Sweeps;

/// <summary>Copies in one folder of a mailbox.</summary>
/// <param name="Folder">How the server names the folder.</param>
public sealed record FolderCopies(string Folder, IReadOnlyList<MailCopy> Copies)
{
    /// <summary>Characters of a folder's name. 1,024: ids of Exchange have about 150, and a path in IMAP a few levels.</summary>
    public const int MaxFolder = 1_024;
}
