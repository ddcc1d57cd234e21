using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Events;

namespace Postvakt.Server.Tests.Events;

/// <summary>Events for tests of what they are sent by.</summary>
internal static class Told
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_636_362_000_000);

    public static SecurityEvent Mail(string id, string subject = "") => SecurityEvent.Of(new MailFacts(id, "m@firm.example", "a@thief.example", "a@thief.example", ["b@firm.example"], "192.0.2.1", 1, "milter", Verdict.Malicious, Disposition.Quarantine, Disposition.Quarantine, 0.9, subject), At, "firm]\"", "node");

    public static SecurityEvent[] Many(int count, int from = 0) => [.. Enumerable.Range(from, count).Select(n => Mail(FormattableString.Invariant($"m{n}")))];

    public static AuditEvent Decided(string action, string subject) => AuditEvent.Of(At, new Actor("account:anna", Role.Administrator), action, subject, "", AuditEvent.Done);
}
