namespace Postvakt.Protocols.Milter;

/// <summary>A message while it comes in. Content is held from the first header on, if a place is free; without one it is read and dropped.</summary>
internal sealed class MessageDraft(MilterEnvelope envelope, MilterOptions options, MessagePlaces places) : IDisposable
{
    private static readonly byte[] EmptyLine = "\r\n"u8.ToArray();
    private static readonly MilterReply Busy = MilterReply.WithCode(451, "4.3.2", "Too many messages at once, try again later");
    private static readonly MilterReply Broken = MilterReply.WithCode(451, "4.3.0", "The message could not be stored, try again later");
    private HeaderBlock? _headers;
    private readonly MessageSpool _spool = new(options.CreateSpool, options.MaxMessageBytes, places);
    private bool _begun, _headersEnded;
    private int _envelopeBytes;

    public MilterEnvelope Envelope => envelope;

    /// <summary>Why the message cannot be judged, whatever it is: our own fault or too much at once. Null if it can.</summary>
    public MilterReply? Refusal => _spool.IsCrowdedOut ? Busy : Fault is null ? null : Broken;

    /// <summary>What the spool threw; null if nothing.</summary>
    public Exception? Fault => _spool.Fault;

    public bool TooLarge => _spool.TooLarge;

    public bool TooManyRecipients { get; set; }

    /// <summary>Whether the limits leave room for a recipient whose command has this many bytes.</summary>
    public bool HasRoom(int bytes) => envelope.RecipientList.Count < options.MaxRecipients && (long)_envelopeBytes + bytes <= options.MaxEnvelopeBytes;

    public void Add(MilterMailbox recipient, int bytes)
    {
        Counts(bytes);
        envelope.RecipientList.Add(recipient);
    }

    /// <summary>Counts bytes of the envelope; false past the limit.</summary>
    public bool Counts(int bytes) => (_envelopeBytes = (int)Math.Min((long)_envelopeBytes + bytes, int.MaxValue)) <= options.MaxEnvelopeBytes;

    public ValueTask HeaderAsync(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool leadingSpace) =>
        Begin() ? _spool.WriteAsync(_headers!.Add(name, value, leadingSpace)) : default;

    /// <summary>The first part ends the headers.</summary>
    public async ValueTask BodyAsync(ReadOnlyMemory<byte> chunk)
    {
        if (!_headersEnded)
        {
            _headersEnded = true;
            Begin();
            await _spool.WriteAsync(EmptyLine).ConfigureAwait(false);
        }
        await _spool.WriteAsync(chunk).ConfigureAwait(false);
    }

    /// <summary>The finished message; only without a <see cref="Refusal"/>.</summary>
    public MilterMessage ToMessage(MilterActions allowed)
    {
        return new(envelope, _spool.Rewind(), _headers!.ToList())
        {
            Size = _spool.Size,
            TooLarge = TooLarge,
            TooManyHeaders = _headers.Overflown,
            TooManyRecipients = TooManyRecipients,
            Allowed = allowed,
        };
    }

    public void Dispose()
    {
        _headers?.Dispose();
        _headers = null;
        _spool.Dispose();
    }

    /// <summary>True if content is held.</summary>
    private bool Begin()
    {
        if (_begun) return Refusal is null;
        _begun = true;
        if (!_spool.TryOpen()) return false;
        _headers = new HeaderBlock(options.MaxHeaders, options.MaxHeaderBytes);
        return true;
    }
}
