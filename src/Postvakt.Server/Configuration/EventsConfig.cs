using System.Net;
using Postvakt.Events;

namespace Postvakt.Server.Configuration;

/// <summary>Who is told of what happens.</summary>
public sealed record EventsConfig(IReadOnlyList<EventOutputConfig> Outputs)
{
    public static readonly EventsConfig None = new([]);

    public bool Same(EventsConfig other) => Outputs.Count == other.Outputs.Count && Outputs.Zip(other.Outputs).All(p => p.First.Same(p.Second));
}

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

/// <summary>Which judged mails are told of; what is decided about mail is told in any case.</summary>
public enum EventMails
{
    None,

    /// <summary>Suspicious and worse, and all that is held.</summary>
    Suspicious,

    /// <summary>Clean mail too, as best we can.</summary>
    All,
}

/// <summary>Whose subjects go along.</summary>
public enum EventSubjects
{
    None,

    /// <summary>Of suspicious and worse mail.</summary>
    Flagged,
    All,
}

/// <param name="CaFile">Who vouches for the server, or null: whom the system trusts.</param>
/// <param name="Certificate">Of ours, where the server wants one; with its key.</param>
public sealed record SyslogConfig(DnsEndPoint Server, SyslogTransport Transport, string? CaFile, string? Certificate, string? CertificateKey);

public enum SyslogTransport
{
    /// <summary>RFC 5425.</summary>
    Tls,

    /// <summary>RFC 6587 with octet counting.</summary>
    Tcp,

    /// <summary>RFC 5426.</summary>
    Udp,
}

/// <param name="Address">Where to, or null where it stands in <paramref name="AddressFile"/>: addresses of chats hold their secret.</param>
/// <param name="SecretFile">Key of the signature, or null: unsigned.</param>
public sealed record WebhookConfig(Uri? Address, string? AddressFile, string? SecretFile, string? CaFile, WebhookBody Body);

public enum WebhookBody
{
    /// <summary>A line of JSON for each event.</summary>
    Lines,

    /// <summary>A text message for Slack.</summary>
    Slack,

    /// <summary>A text message for Teams.</summary>
    Teams,
}

/// <param name="MaxBytes">A file that has grown past it is put aside.</param>
/// <param name="Keep">So many of those put aside stay.</param>
public sealed record EventFileConfig(string Path, long MaxBytes, int Keep);
