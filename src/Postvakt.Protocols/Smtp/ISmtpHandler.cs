namespace Postvakt.Protocols.Smtp;

/// <summary>
/// Decides about mail. Called from many connections at once, one call at a time for each. An exception is our own fault: the server answers
/// 451 4.3.0 and reports it.
/// </summary>
public interface ISmtpHandler
{
    /// <summary>
    /// A whole message; 250 means that it is ours to answer for. The token ends at <see cref="SmtpOptions.HandlerTime"/> and when the server stops;
    /// the answer is then a temporary failure. 421 also closes the connection.
    /// </summary>
    ValueTask<SmtpReply> OnMessageAsync(SmtpMessage message, CancellationToken cancel);

    /// <summary>RCPT TO, before the recipient is in the envelope: null takes it, a 4xx or 5xx reply refuses it alone.</summary>
    ValueTask<SmtpReply?> OnRecipientAsync(SmtpEnvelope envelope, SmtpMailbox recipient, CancellationToken cancel) => new((SmtpReply?)null);
}
