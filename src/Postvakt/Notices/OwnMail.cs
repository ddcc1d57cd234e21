using Postvakt.Advisories;
using Postvakt.Directories;
using Postvakt.Intake.Ledger;
using Postvakt.LockDowns;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.UserReports;

namespace Postvakt.Notices;

/// <summary>What one person may see of mail that was held: the same whether a link of a digest leads there or somebody signed in. Never mail of another mailbox.</summary>
/// <param name="Held">Held for the person's mailboxes and not decided, newest first.</param>
/// <param name="Locked">A lock-down that covers the person, or null.</param>
/// <param name="Warnings">Advisories that hold for the person.</param>
public sealed record OwnMail(IReadOnlyList<NoticeItem> Held, LockDown? Locked, IReadOnlyList<Advisory> Warnings)
{
    /// <summary>Reports of one person that are shown. 20.</summary>
    public const int MaxReports = 20;

    /// <param name="address">Of the person.</param>
    public static OwnMail Of(ILedger ledger, DirectorySnapshot directory, SearchTerms terms, SealingKey seal, string address, DateTimeOffset now)
    {
        var groups = LockedGroups.Of(ledger, directory, directory.MailboxesOf(address), now);
        return new OwnMail(new HeldFor(ledger, directory, terms, seal).Held(address, DateTimeOffset.UnixEpoch, now + PersonalLink.ClockSkew),
            ledger.LockDowns().FirstOrDefault(d => d.Holds(now) && d.Covers("", groups)), Advisory.Active(ledger, directory.GroupsOf([address]), now));
    }

    /// <summary>What the person reported, newest first. Not for who comes with a link: a digest that was passed on would pass that on.</summary>
    /// <param name="before">Only older ones than the one with this id, or empty.</param>
    public static IReadOnlyList<UserReport> Reports(ILedger ledger, DirectorySnapshot directory, string address, string before) =>
        [.. ledger.RegisteredUnder(UserReport.Kind, UserReport.KeyOfReporter(directory.PersonOf(address)?.Address ?? address), before, MaxReports).Select(UserReport.Of)];
}
