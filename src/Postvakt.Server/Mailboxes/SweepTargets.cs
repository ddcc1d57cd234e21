using Postvakt.Directories;
using Postvakt.Intake.Ledger;
using Postvakt.Sweeps;

namespace Postvakt.Server.Mailboxes;

/// <summary>The mails of a sweep, and the mailboxes that their copies may be in.</summary>
internal sealed class SweepTargets
{
    private readonly List<(SoughtMail Mail, HashSet<string> Mailboxes)> _mails = [];
    private readonly bool _everybody;

    private SweepTargets(bool everybody) => _everybody = everybody;

    /// <summary>Addresses in ordinal order.</summary>
    public IReadOnlyList<string> Mailboxes { get; private init; } = [];

    /// <param name="orgDomains">Recipients elsewhere have no mailbox here; none are known: every recipient may.</param>
    public static SweepTargets Read(IRecords records, Sweep sweep, DirectorySnapshot directory, IReadOnlyList<string> orgDomains)
    {
        var mailboxes = new SortedSet<string>(StringComparer.Ordinal);
        var mails = new List<(SoughtMail, HashSet<string>)>();
        if (sweep.Everybody) mailboxes.UnionWith(directory.People.Select(p => p.Address.ToLowerInvariant()));
        foreach (var id in sweep.Records)
        {
            // Expired or erased meanwhile, or without an id that it could be found by.
            if (records.FindRecord(id) is not { MessageId.Length: > 0 } record) continue;
            var theirs = new HashSet<string>(StringComparer.Ordinal);
            if (!sweep.Everybody) theirs.UnionWith(record.Envelope.Recipients.Select(r => MailboxOf(r, directory, orgDomains)).OfType<string>());
            mailboxes.UnionWith(theirs);
            mails.Add((new SoughtMail(id, record.MessageId, record.From, record.At, sweep.Exact ? record.Digest : null), theirs));
        }
        var targets = new SweepTargets(sweep.Everybody) { Mailboxes = [.. mailboxes] };
        targets._mails.AddRange(mails);
        return targets;
    }

    /// <summary>Mails whose copies may be in a mailbox.</summary>
    public IReadOnlyList<SoughtMail> In(string mailbox) => [.. _mails.Where(m => _everybody || m.Mailboxes.Contains(mailbox)).Select(m => m.Mail)];

    /// <summary>Null for an address elsewhere. One of ours that the directory does not know may be a mailbox nevertheless.</summary>
    private static string? MailboxOf(string recipient, DirectorySnapshot directory, IReadOnlyList<string> orgDomains)
    {
        if (directory.PersonOf(recipient) is { } person) return person.Address.ToLowerInvariant();
        var address = recipient.ToLowerInvariant();
        return orgDomains.Count == 0 || orgDomains.Contains(address[(address.LastIndexOf('@') + 1)..]) ? address : null;
    }
}
