using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Jobs;

namespace Postvakt.Quarantine;

/// <summary>Who waits for a held mail: asked for it, and nothing was decided on it since that reached them.</summary>
internal static class Requests
{
    public const string Action = "request";

    /// <summary>Entries of a mail's history that are looked through. 100: more than anybody decides about one mail.</summary>
    private const int History = 100;

    /// <summary>Addresses, each once. Who got it by a release to some is no longer among the item's recipients.</summary>
    public static IReadOnlyList<string> Open(IAuditLog log, DirectorySnapshot directory, QuarantineItem item) =>
        [.. log.RecentAudit(item.Id, History).Select(e => e.Event).TakeWhile(e => e is not ({ Action: "deny", Outcome: AuditEvent.Done } or { Action: "delivery-stopped" or "delivery-failed" }))
            .Where(e => e is { Action: Action, Outcome: AuditEvent.Done } && e.Actor.Name.StartsWith(PersonalNotice.Person, StringComparison.Ordinal)).Select(e => e.Actor.Name[PersonalNotice.Person.Length..])
            .Distinct(StringComparer.OrdinalIgnoreCase).Where(a => Reads(directory, a, item.Recipients))];

    /// <summary>Whether mail to one of these is the person's.</summary>
    public static bool Reads(DirectorySnapshot directory, string address, IEnumerable<string> recipients) => recipients.Intersect(directory.MailboxesOf(address), StringComparer.OrdinalIgnoreCase).Any();

    /// <summary>Jobs that tell people.</summary>
    public static IReadOnlyList<Job> Tell(string id, IEnumerable<string> addresses, string key, DateTimeOffset now) => [.. addresses.Select(a => PersonalNotice.Job(id, a, key, now))];
}
