namespace Postvakt.Protocols.Smtp.Sending;

/// <summary>What came of handing a mail on.</summary>
/// <param name="Reply">The reply that decided; null if none came.</param>
/// <param name="Recipients">The replies to RCPT in the delivery's order; empty if it did not come so far.</param>
/// <param name="Text">One plain sentence for a log; holds no text of the mail or of the peer.</param>
public sealed record SmtpOutcome(SmtpOutcomeKind Kind, SmtpReply? Reply, IReadOnlyList<SmtpReply> Recipients, string Text)
{
    /// <summary>The delivery asked for delivery reports and the peer does not take such requests (RFC 3461): they end here.</summary>
    public bool LostReportRequests { get; init; }

    internal static SmtpOutcome Deferred(string text, SmtpReply? reply = null) => new(SmtpOutcomeKind.Deferred, reply, [], text);

    internal static SmtpOutcome Refused(string text, SmtpReply reply) => new(SmtpOutcomeKind.Refused, reply, [], text);

    /// <summary>By the reply's class; anything but a refusal is a peer that does not speak SMTP.</summary>
    internal static SmtpOutcome NotTaken(string text, SmtpReply reply) => reply.IsPermanent ? Refused(text, reply) : Deferred(text, reply);
}
