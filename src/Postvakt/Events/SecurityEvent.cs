using Postvakt.Audit;
using Postvakt.Detection;

namespace Postvakt.Events;

/// <summary>Something that happened, as others are told of it.</summary>
/// <param name="Id">The same whenever it is told again.</param>
/// <param name="Subject">What it was done to: an id.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
/// <param name="Outcome">"done", or what came of it.</param>
public sealed record SecurityEvent(EventType Type, string Id, DateTimeOffset At, EventSeverity Severity, string Org, string Node, string Subject, string Reason, string Outcome)
{
    /// <summary>Place in the chain of its node; 0 for what is not audited.</summary>
    public long Number { get; init; }

    /// <summary>Who did it, or empty.</summary>
    public string Actor { get; init; } = "";

    public string Role { get; init; } = "";

    /// <summary>False where it was refused or came to nothing, null where nobody can say.</summary>
    public bool? Succeeded { get; init; }

    public MailFacts? Mail { get; init; }

    /// <summary>Made by an operator to see whether it arrives.</summary>
    public bool IsTest { get; init; }

    /// <summary>Lists of the mail had more items than are told.</summary>
    public bool IsShortened { get; init; }

    /// <summary>Bytes that it takes up while it waits, about.</summary>
    public int Weight => 1_000 + (Mail is { } mail ? 2 * (mail.Recipients.Sum(r => r.Length) + mail.Subject.Length + mail.MessageId.Length + mail.From.Length + mail.MailFrom.Length) : 0);

    /// <summary>With at most so many items in each list.</summary>
    internal SecurityEvent WithItems(int most) => Mail is not { } mail || mail.WithItems(most) is var fewer && ReferenceEquals(fewer, mail) && mail.Unlisted == 0 ? this : this with { Mail = fewer, IsShortened = true };

    /// <summary>Its id is made of the entry's hash, so that it is another one in every installation.</summary>
    public static SecurityEvent Of(AuditEntry entry, string org)
    {
        var (what, type) = (entry.Event, EventCatalogue.OfAction(entry.Event.Action));
        bool? succeeded = what.Outcome == AuditEvent.Done ? true : Refusals.Contains(what.Outcome) || type.Action.EndsWith("-failed", StringComparison.Ordinal) || type.Action == "refused" ? false : null;
        if (succeeded == false && type.Action == "sign-in") type = EventCatalogue.SignInFailed;
        return new SecurityEvent(type, "audit-" + Convert.ToHexStringLower(entry.Hash.AsSpan(0, 16)), what.At, type.Severity, org, entry.Node, what.Subject, what.Reason, what.Outcome)
        {
            Number = entry.Number, Actor = what.Actor.Name, Role = what.Actor.Role.ToString().ToLowerInvariant(), Succeeded = succeeded,
        };
    }

    public static SecurityEvent Of(MailFacts mail, DateTimeOffset at, string org, string node) => new(
        mail.IsRevised ? EventCatalogue.OfAction("revise") : mail.Applied is Disposition.Quarantine or Disposition.Reject ? EventCatalogue.Held : EventCatalogue.Judged, mail.IsRevised ? $"mail-{mail.Id}-{mail.Verdict.Name()}" : "mail-" + mail.Id, at, SeverityOf(mail), org, node, mail.Id, "", mail.Verdict.Name()) { Mail = mail };

    /// <summary>What the gateway says of itself.</summary>
    /// <param name="unique">Tells it from others of its type and time.</param>
    public static SecurityEvent Of(EventType type, DateTimeOffset at, string org, string node, string subject, string says, string unique) =>
        new(type, $"gateway-{unique}", at, type.Severity, org, node, subject, says, "");

    private static readonly HashSet<string> Refusals = new(["not allowed", "unknown", "not held", "locked", "no reason", "same person", "wrong recipient", "changed meanwhile", "too many", "no longer asked for", "withdrawn"], StringComparer.Ordinal);

    private static EventSeverity SeverityOf(MailFacts mail) => mail.Verdict switch
    {
        Verdict.Malicious => EventSeverity.High,
        Verdict.Suspicious => EventSeverity.Medium,
        Verdict.Undetermined => EventSeverity.Low,
        _ => EventSeverity.Informational,
    };
}
