using Postvakt.Sweeps;

namespace Postvakt.Server.Mailboxes;

/// <summary>
/// One open mailbox. All methods throw <see cref="MailboxException"/> and may be asked again after one that failed: what was done by then is found done. Used by one at a time.
/// </summary>
internal interface IMailbox : IAsyncDisposable
{
    /// <summary>Copies of mails in all folders but the hidden one.</summary>
    Task<IReadOnlyList<FolderCopies>> FindAsync(IReadOnlyList<SoughtMail> sought, CancellationToken cancellation);

    /// <summary>Moves copies into the hidden folder; where each is then.</summary>
    /// <param name="mails">The mails that they are copies of, as far as they are known, by record.</param>
    /// <param name="again">An attempt before may have moved them: those that are no longer in their folder are looked for in the hidden one.</param>
    /// <param name="taken">Places in the hidden folder of copies that were moved before.</param>
    Task<IReadOnlyList<MailCopy>> HideAsync(FolderCopies copies, IReadOnlyDictionary<string, SoughtMail> mails, bool again, IReadOnlySet<string> taken, CancellationToken cancellation);

    /// <summary>Moves copies back into the folder that they came from, or where it is gone into the one that mail arrives in; where each is then.</summary>
    Task<IReadOnlyList<MailCopy>> PutBackAsync(FolderCopies copies, IReadOnlyDictionary<string, SoughtMail> mails, CancellationToken cancellation);
}
