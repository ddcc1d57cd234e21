namespace Postvakt.Protocols.Smtp.Sending;

/// <summary>One mail to hand on.</summary>
public sealed record SmtpDelivery
{
    /// <summary>MAIL FROM. Of its parameters RET and ENVID are passed on where the peer takes them; SIZE, BODY and SMTPUTF8 are made anew.</summary>
    public required SmtpMailbox Sender { get; init; }

    /// <summary>RCPT TO, at least one; NOTIFY and ORCPT are passed on where the peer takes them.</summary>
    public required IReadOnlyList<SmtpMailbox> Recipients { get; init; }

    /// <summary>The mail, from its position to its end; not disposed. Seekable if its size shall be announced.</summary>
    public required Stream Content { get; init; }

    /// <summary>Header fields to put in front, each ended by CRLF. Empty by default.</summary>
    public ReadOnlyMemory<byte> Prefix { get; init; }

    public SmtpBody Body { get; init; }

    /// <summary>The mail needs SMTPUTF8 (RFC 6531). An address outside ASCII needs it in any case.</summary>
    public bool IsInternational { get; init; }

    /// <summary>
    /// The content has a CR or LF alone (<see cref="SmtpMessage.HasBareLineEnds"/>). It then goes by BDAT where the peer takes it (RFC 3030), which has no end
    /// that could be forged; by DATA a CR or LF alone in front of a dot, and at the very end, is sent as CRLF, and everything else as it is.
    /// </summary>
    public bool HasBareLineEnds { get; init; }

    /// <summary>Passed on by XFORWARD where the peer takes it; null for none.</summary>
    public ForwardedClient? Forwarded { get; init; }

    /// <summary>
    /// Whether the mail is sent only if every recipient is taken. True by default: a hop can give its client one answer for all, and a mail half delivered
    /// is either lost for some or sent twice to others.
    /// </summary>
    public bool NeedsAllRecipients { get; init; } = true;

    /// <summary>A mail that came in, to be handed on as it is.</summary>
    public static SmtpDelivery Of(SmtpMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new()
        {
            Sender = message.Envelope.Sender,
            Recipients = message.Envelope.Recipients,
            Content = message.Content,
            Body = message.Envelope.Body,
            IsInternational = message.Envelope.IsInternational,
            HasBareLineEnds = message.HasBareLineEnds,
            Forwarded = message.Envelope.Forwarded,
        };
    }

    /// <summary>Bytes of the whole mail; null if the content cannot say.</summary>
    internal long? Size => Content.CanSeek ? Prefix.Length + Content.Length - Content.Position : null;

    internal bool NeedsUtf8 => IsInternational || Sender.IsInternational || Recipients.Any(r => r.IsInternational);

    /// <exception cref="ArgumentException">An address or parameter would break the protocol.</exception>
    internal void Check()
    {
        if (Recipients.Count == 0) throw new ArgumentException("a delivery needs a recipient");
        foreach (var mailbox in (IEnumerable<SmtpMailbox>)[Sender, .. Recipients])
        {
            if (!SmtpPath.IsSafe(mailbox.Address)) throw new ArgumentException("an address of the envelope cannot be sent");
            if (mailbox.Parameters.Any(p => p.Any(c => c <= ' ' || char.IsControl(c)))) throw new ArgumentException("a parameter of the envelope cannot be sent");
        }
        if (Recipients.Any(r => r.Address.Length == 0)) throw new ArgumentException("a recipient needs an address");
    }
}
