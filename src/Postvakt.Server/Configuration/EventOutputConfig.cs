using Postvakt.Events;

namespace Postvakt.Server.Configuration;

/// <summary>One way out.</summary>
/// <param name="Name">Stands in the store, in logs and metrics.</param>
/// <param name="Subjects">Whose subjects go along.</param>
public sealed record EventOutputConfig(string Name, EventFormat Format, EventFilter Filter, EventMails Mails, EventSubjects Subjects)
{
    public SyslogConfig? Syslog { get; init; }

    public WebhookConfig? Webhook { get; init; }

    public EventFileConfig? File { get; init; }

    public string Kind => Syslog is not null ? "syslog" : Webhook is not null ? "webhook" : "file";

    public bool Same(EventOutputConfig other) => this with { Filter = other.Filter } == other && Filter.Least == other.Filter.Least && Filter.Types.SequenceEqual(other.Filter.Types);
}
