namespace Postvakt.Protocols.Milter;

/// <summary>A whole message at its end. Stream and header bytes belong to the server and end with the handler's answer.</summary>
public sealed class MilterMessage
{
    internal MilterMessage(MilterEnvelope envelope, Stream mail, IReadOnlyList<MilterHeader> headers)
    {
        Envelope = envelope;
        Mail = mail;
        Headers = headers;
    }

    public MilterEnvelope Envelope { get; }

    /// <summary>The mail (RFC 5322): header fields as they came, empty line, body. Seekable, at its beginning; cut at the size limit.</summary>
    public Stream Mail { get; }

    /// <summary>Header fields in order, at most the options' number of them.</summary>
    public IReadOnlyList<MilterHeader> Headers { get; }

    /// <summary>Bytes of the mail as far as the server sent them, also those past the limit.</summary>
    public long Size { get; internal init; }

    /// <summary>More bytes came than the limit keeps: <see cref="Mail"/> is only the beginning.</summary>
    public bool TooLarge { get; internal init; }

    /// <summary>More header fields, or bytes of them, came than <see cref="Headers"/> lists; <see cref="Mail"/> still has them.</summary>
    public bool TooManyHeaders { get; internal init; }

    /// <summary>More recipients, or bytes of them, came than the envelope lists.</summary>
    public bool TooManyRecipients { get; internal init; }

    /// <summary>What the server lets us do to this message; anything else is answered as <see cref="MilterOptions.MissingActionReply"/> says.</summary>
    public MilterActions Allowed { get; internal init; }
}
