namespace Postvakt.Protocols.Smtp;

/// <summary>A message while it comes in.</summary>
internal sealed class SmtpDraft(SmtpEnvelope envelope, SmtpOptions options, MessagePlaces places) : IDisposable
{
    private readonly MessageSpool _spool = new(options.CreateSpool, options.MaxMessageBytes, places);
    private readonly BareLineEnds _bare = new();
    private bool _opened;

    public SmtpEnvelope Envelope => envelope;

    /// <summary>Why the message cannot be judged, whatever it is. Null if it can.</summary>
    public SmtpReply? Refusal => _spool.IsCrowdedOut ? SmtpReplies.Busy : Fault is not null ? SmtpReplies.NotStored : _spool.TooLarge ? SmtpReplies.TooLarge : null;

    /// <summary>What the spool threw; null if nothing.</summary>
    public Exception? Fault => _spool.Fault;

    /// <summary>When the content must be there; set by the first chunk.</summary>
    public long Ends { get; set; }

    /// <summary>Makes room for the content; false if there is a <see cref="Refusal"/>.</summary>
    public bool Open()
    {
        if (!_opened) _spool.TryOpen();
        _opened = true;
        return Refusal is null;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> content)
    {
        _bare.Scan(content.Span);
        return _spool.WriteAsync(content);
    }

    /// <summary>The finished message; only without a <see cref="Refusal"/>.</summary>
    public SmtpMessage ToMessage() => new(envelope, _spool.Rewind()) { Size = _spool.Size, HasBareLineEnds = _bare.Found };

    public void Dispose() => _spool.Dispose();
}
