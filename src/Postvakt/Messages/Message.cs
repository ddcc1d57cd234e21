using Postvakt.Messages.Attachments;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;
using Postvakt.Messages.Subjects;

namespace Postvakt.Messages;

/// <summary>One mail as it arrived, read once and bounded; immutable. Nothing in it is an opinion.</summary>
public sealed class Message
{
    /// <summary>Path and position of the source, for output.</summary>
    public required string Path { get; init; }

    public required int Index { get; init; }

    public required Envelope Envelope { get; init; }

    /// <summary>Message-ID without angle brackets (RFC 5322 3.6.4), or empty.</summary>
    public required string Id { get; init; }

    /// <summary>Ids of In-Reply-To, in order.</summary>
    public required IReadOnlyList<string> InReplyTo { get; init; }

    /// <summary>Ids of References, oldest first; at most 100, the first and the newest kept.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>The Date field, or null when missing or unreadable. Its offset is what the sender's program claims.</summary>
    public required DateTimeOffset? Date { get; init; }

    /// <summary>When our side saw it: source, else topmost Received, else Date, else 1970.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>First author, or a participant with empty address.</summary>
    public required Participant From { get; init; }

    /// <summary>Sender, Reply-To, To and Cc, in that order.</summary>
    public required IReadOnlyList<Participant> Others { get; init; }

    public required SubjectLine Subject { get; init; }

    /// <summary>Text alternatives, at most one plain and one HTML body, then enclosed text.</summary>
    public required IReadOnlyList<SplitBody> Bodies { get; init; }

    /// <summary>The body that is judged: plain text if it has any, else HTML.</summary>
    public required SplitBody Body { get; init; }

    public required IReadOnlyList<Link> Links { get; init; }

    public required IReadOnlyList<Attachment> Attachments { get; init; }

    /// <summary>The whole header, at most 1,000 fields.</summary>
    public required MailHeader Header { get; init; }

    /// <summary>Messages that the mail carries as parts (message/rfc822). Their text stands among <see cref="Bodies"/> and their files among <see cref="Attachments"/>.</summary>
    public IReadOnlyList<Attachment> Enclosed { get; init; } = [];

    /// <summary>Received fields, newest first, unfolded; at most 20.</summary>
    public required IReadOnlyList<string> Received { get; init; }

    /// <summary>Authentication-Results fields, newest first (RFC 8601); at most 10.</summary>
    public required IReadOnlyList<string> AuthenticationResults { get; init; }

    /// <summary>X-Mailer or User-Agent, or empty.</summary>
    public required string Client { get; init; }

    /// <summary>Return-Path, else the envelope sender, lower case without brackets.</summary>
    public required string ReturnPath { get; init; }

    /// <summary>Auto-Submitted other than "no" (RFC 3834), or a delivery status report (RFC 3464).</summary>
    public required bool Automatic { get; init; }

    /// <summary>List-Id without brackets (RFC 2919), or empty.</summary>
    public required string ListId { get; init; }

    /// <summary>True with List-Unsubscribe or Precedence bulk: sent to many who did not ask in this conversation.</summary>
    public required bool Bulk { get; init; }

    public required MessageDefects Defects { get; init; }

    /// <summary>Bytes as received.</summary>
    public required long Size { get; init; }

    public IEnumerable<Participant> Recipients => Others.Where(p => p.Role is ParticipantRole.To or ParticipantRole.Cc);

    /// <summary>Ids this mail says it answers, nearest first, without repeats.</summary>
    public IEnumerable<string> ClaimedParents => InReplyTo.Concat(References.Reverse()).Distinct(StringComparer.Ordinal);
}
