namespace Postvakt.Protocols.Milter;

/// <summary>
/// Decides about mail. Called from many connections at once, one call at a time for each. An exception is our own fault: the server answers
/// a temporary failure and reports it.
/// </summary>
public interface IMilterHandler
{
    /// <summary>The early steps to be asked at; none by default. Read once, when the server is made.</summary>
    MilterHooks Hooks => MilterHooks.None;

    /// <summary>A whole message. The token ends at <see cref="MilterOptions.HandlerTime"/> and when the server stops; the answer is then a temporary failure.</summary>
    ValueTask<MilterReply> OnMessageAsync(MilterMessage message, IMilterProgress progress, CancellationToken cancel);

    /// <summary>A client connected. Accept ends the filtering of all it sends; discard is not possible here.</summary>
    ValueTask<MilterReply> OnConnectAsync(MilterEnvelope envelope, CancellationToken cancel) => new(MilterReply.Continue);

    /// <summary>HELO or EHLO.</summary>
    ValueTask<MilterReply> OnHeloAsync(MilterEnvelope envelope, CancellationToken cancel) => new(MilterReply.Continue);

    /// <summary>MAIL FROM: the envelope has its sender.</summary>
    ValueTask<MilterReply> OnMailFromAsync(MilterEnvelope envelope, CancellationToken cancel) => new(MilterReply.Continue);

    /// <summary>RCPT TO. Refusing refuses this recipient alone; accept and discard are about the whole message.</summary>
    ValueTask<MilterReply> OnRecipientAsync(MilterEnvelope envelope, MilterMailbox recipient, CancellationToken cancel) => new(MilterReply.Continue);

    /// <summary>DATA: the envelope is complete.</summary>
    ValueTask<MilterReply> OnDataAsync(MilterEnvelope envelope, CancellationToken cancel) => new(MilterReply.Continue);

    /// <summary>A command that the mail server does not know.</summary>
    ValueTask<MilterReply> OnUnknownAsync(MilterEnvelope envelope, string command, CancellationToken cancel) => new(MilterReply.Continue);

    /// <summary>The message will not be finished: the client reset it, another filter refused it, or a new one began. Only for messages that were begun.</summary>
    ValueTask OnAbortAsync(MilterEnvelope envelope, CancellationToken cancel) => default;
}
