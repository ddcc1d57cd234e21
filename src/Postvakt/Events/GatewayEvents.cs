using static Postvakt.Events.EventSeverity;

namespace Postvakt.Events;

/// <summary>Events about the installation itself.</summary>
public static class GatewayEvents
{
    private static readonly string[] Change = ["change"], Start = ["start"], End = ["end"], Error = ["error"], Info = ["info"], Deletion = ["deletion"], Creation = ["creation"];

    public static EventType NodeStarted { get; } = Own("node.started", Low, "A server began to take in mail.", 3, "process", Start);

    public static EventType NodeStopped { get; } = Own("node.stopped", Medium, "A server was asked to stop. One that was killed says nothing.", 4, "process", End);

    public static EventType NodeDegraded { get; } = Own("node.degraded", High, "A server defers mail through a fault of its own: too much at once, the time, the store, or a mistake.", 99, "host", Error) with { IsAlert = true };

    public static EventType NodeRecovered { get; } = Own("node.recovered", Low, "A server has deferred no mail for a minute.", 99, "host", Info);

    public static EventType StoreLost { get; } = Own("store.lost", Critical, "Mail cannot be recorded in time; it is deferred.", 99, "host", Error) with { IsAlert = true };

    public static EventType StoreBack { get; } = Own("store.back", Medium, "Mail is recorded again.", 99, "host", Info);

    public static EventType DirectoryStale { get; } = Own("directory.stale", Medium, "The directory could not be read anew; what was read before holds.", 99, "host", Error) with { IsAlert = true };

    public static EventType DirectoryBack { get; } = Own("directory.back", Low, "The directory was read again.", 99, "host", Info);

    public static EventType JobGivenUp { get; } = Own("job.given-up", High, "Promised work was given up and waits for an operator.", 99, "process", Error) with { Subject = "job", IsAlert = true };

    public static EventType EventsDropped { get; } = Own("events.dropped", High, "Events that are told as best they can were dropped, because nobody took them fast enough.", 99, "host", Error) with { IsAlert = true };

    public static EventType Test { get; } = Own("events.test", Informational, "An operator wanted to see whether events arrive.", 99, "process", Info);

    /// <summary>Stands in for an action that has no type of its own.</summary>
    public static EventType Other { get; } = new("decision.other", Medium, "Something was decided that this catalogue does not name.", EventClass.Entity, 99, "configuration", Change);

    internal static IReadOnlyList<EventType> All { get; } =
    [
        NodeStarted, NodeStopped, NodeDegraded, NodeRecovered, StoreLost, StoreBack, DirectoryStale, DirectoryBack, JobGivenUp, EventsDropped, Test,
        Of("job.revived", "retry-job", Medium, "Work that was given up is tried anew.", "job", 3, "process", Change),
        Of("job.dropped", "drop-job", Medium, "Work that was given up is not done.", "job", 4, "process", Deletion),
        Of("directory.refreshed", "refresh-directory", Medium, "An operator had the directory read anew.", "directory", 3, "configuration", Change),
        Of("backup.written", "backup", Medium, "A back-up was written.", "backup", 1, "database", Creation),
        Of("audit.signed", "checkpoint", Informational, "How far the audit had come was signed.", "audit", 3, "database", Info),
        Of("audit.pruned", "prune", Medium, "What is older than the audit is kept was dropped.", "audit", 4, "database", Deletion),
        Of("notice.digest-promised", "digest", Informational, "Digests of held mail were promised.", "", 1, "email", Info),
        Of("notice.digest-failed", "digest-failed", Medium, "Somebody could not be sent a digest.", "person", 3, "email", Error),
        Of("notice.answer-failed", "notice-failed", Medium, "Somebody could not be told what was decided on a wish.", "person", 3, "email", Error),
        Of("notice.report-answer-failed", "report-answer-failed", Medium, "Somebody could not be told what became of a report.", "person", 3, "email", Error),
        Of("notice.alert-failed", "alert-failed", High, "The administrator could not be told that others could not be told.", "person", 3, "email", Error) with { IsAlert = true },
        Of("events.began", "events-began", Medium, "An output is told of events from here on.", "output", 1, "configuration", Creation),
        Of("events.stopped", "events-stopped", High, "A receiver wants no more events, and gets none until an operator says so.", "output", 3, "configuration", End) with { IsAlert = true },
        Of("events.resumed", "resume-output", Medium, "An operator has an output told again that its receiver had ended.", "output", 3, "configuration", Start),
        Other,
    ];

    private static EventType Own(string id, EventSeverity severity, string meaning, int activity, string category, string[] kinds) => new(id, severity, meaning, EventClass.Lifecycle, activity, category, kinds) { Subject = "node" };

    private static EventType Of(string id, string action, EventSeverity severity, string meaning, string subject, int activity, string category, string[] kinds) =>
        new(id, severity, meaning, EventClass.Entity, activity, category, kinds) { Action = action, Subject = subject };
}
