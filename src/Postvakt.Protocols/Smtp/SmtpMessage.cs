namespace Postvakt.Protocols.Smtp;

/// <summary>A whole message. The stream belongs to the server and ends with the handler's answer.</summary>
public sealed class SmtpMessage
{
    internal SmtpMessage(SmtpEnvelope envelope, Stream content)
    {
        Envelope = envelope;
        Content = content;
    }

    public SmtpEnvelope Envelope { get; }

    /// <summary>The mail as the client sent it, dots unstuffed, without the line that ends it. Seekable, at its beginning.</summary>
    public Stream Content { get; }

    /// <summary>Bytes of the content.</summary>
    public long Size { get; internal init; }

    /// <summary>A CR without LF or an LF without CR stands in the content: servers disagree on what that is, which smuggles mail past filters.</summary>
    public bool HasBareLineEnds { get; internal init; }
}
