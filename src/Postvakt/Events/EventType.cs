namespace Postvakt.Events;

/// <summary>A kind of event that others may build on: its id stays, and what changes its meaning or fields gives it a new version.</summary>
/// <param name="Id">Stable name: what it is about, a dot, what happened.</param>
/// <param name="Severity">Where the event itself does not say more: of a judged mail its verdict does.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Class">What it is in OCSF.</param>
/// <param name="Activity">activity_id in that class.</param>
/// <param name="Category">event.category in ECS.</param>
/// <param name="Kinds">event.type in ECS.</param>
public sealed record EventType(string Id, EventSeverity Severity, string Meaning, EventClass Class, int Activity, string Category, IReadOnlyList<string> Kinds)
{
    public int Version { get; init; } = 1;

    /// <summary>The audit action behind it; empty for mail and for what the gateway says of itself.</summary>
    public string Action { get; init; } = "";

    /// <summary>What the subject is: "mail", "incident", "account"…</summary>
    public string Subject { get; init; } = "";

    /// <summary>ATT&amp;CK techniques that the event by itself speaks of; those of a mail come with its findings.</summary>
    public IReadOnlyList<string> Attack { get; init; } = [];

    /// <summary>event.kind in ECS: something that asks for attention is an alert.</summary>
    public bool IsAlert { get; init; }

    /// <summary>The fields of the mail go along while its record is kept.</summary>
    public bool IsAboutMail => Subject == "mail";

    /// <summary>Delivered at least once; the others are best effort, and what was dropped is counted.</summary>
    public bool IsSure => Action.Length > 0 || Id is EventCatalogue.MailHeld or EventCatalogue.MailJudged;
}
