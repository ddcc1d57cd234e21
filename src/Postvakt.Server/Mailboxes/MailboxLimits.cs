namespace Postvakt.Server.Mailboxes;

/// <summary>How long and how much of one mailbox.</summary>
internal sealed record MailboxLimits
{
    /// <summary>One command or request with its answer. 2 min: a search through a large mailbox that the server has not indexed.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Looking through one mailbox. 4 min: less than a job is its worker's.</summary>
    public TimeSpan Search { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Folders of a mailbox. 5,000: a mailbox with more is looked through by hand.</summary>
    public int Folders { get; init; } = 5_000;

    /// <summary>Copies that are found at once in a mailbox. 20,000: what a flood leaves in one; the rest is found once these are moved.</summary>
    public int Copies { get; init; } = 20_000;

    /// <summary>Bytes of a copy whose digest is asked. 64 MiB: the largest mail that we take.</summary>
    public int Content { get; init; } = 64 << 20;

    /// <summary>Bytes of one answer over HTTP. 16 MiB: a page of a thousand mails with ids and authors.</summary>
    public int Answer { get; init; } = 16 << 20;

    /// <summary>Pages of one list. 10,000: a link that leads round in a circle ends here.</summary>
    public int Pages { get; init; } = 10_000;

    /// <summary>Times that one request is made where the server is too busy. 5.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>Longest pause that is waited for within an attempt; with longer ones the mailbox is put off. 30 s.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(30);
}
