namespace Postvakt.Protocols.Milter;

/// <summary>A message while it comes in. Content is held from the first header on, if a place is free; without one it is only counted.</summary>
internal sealed class MessageDraft(MilterEnvelope envelope, MilterOptions options, MessagePlaces places, DateTimeOffset arrived) : IDisposable
{
    private static readonly byte[] EmptyLine = "\r\n"u8.ToArray();
    private static readonly MilterReply Busy = MilterReply.WithCode(451, "4.3.2", "Too many messages at once, try again later");
    private static readonly MilterReply Broken = MilterReply.WithCode(451, "4.3.0", "The message could not be stored, try again later");
    private HeaderBlock? _headers;
    private Stream? _spool;
    private bool _begun, _placed, _headersEnded;
    private int _envelopeBytes;
    private long _size;

    public MilterEnvelope Envelope => envelope;

    /// <summary>Why the message cannot be judged, whatever it is: our own fault or too much at once. Null if it can.</summary>
    public MilterReply? Refusal { get; private set; }

    /// <summary>What the spool threw; null if nothing.</summary>
    public Exception? Fault { get; private set; }

    public bool TooLarge => _size > options.MaxMessageBytes;

    public bool TooManyRecipients { get; set; }

    /// <summary>False if the limits leave no room for it.</summary>
    public bool TryAdd(MilterMailbox recipient, int bytes)
    {
        if (!Counts(bytes) || envelope.RecipientList.Count >= options.MaxRecipients) return false;
        envelope.RecipientList.Add(recipient);
        return true;
    }

    /// <summary>Counts bytes of the envelope; false past the limit.</summary>
    public bool Counts(int bytes) => (_envelopeBytes = (int)Math.Min((long)_envelopeBytes + bytes, int.MaxValue)) <= options.MaxEnvelopeBytes;

    public ValueTask HeaderAsync(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool leadingSpace)
    {
        if (!Begin())
        {
            _size += name.Length + value.Length + 3;
            return default;
        }
        return WriteAsync(_headers!.Add(name, value, leadingSpace));
    }

    public ValueTask EndHeadersAsync()
    {
        if (_headersEnded) return default;
        _headersEnded = true;
        Begin();
        return WriteAsync(EmptyLine);
    }

    public async ValueTask BodyAsync(ReadOnlyMemory<byte> chunk)
    {
        if (!_headersEnded) await EndHeadersAsync().ConfigureAwait(false);
        await WriteAsync(chunk).ConfigureAwait(false);
    }

    /// <summary>The finished message; only without a <see cref="Refusal"/>.</summary>
    public MilterMessage ToMessage(MilterActions allowed)
    {
        _spool!.Position = 0;
        return new(envelope, _spool, _headers!.ToList(), arrived)
        {
            Size = _size,
            TooLarge = TooLarge,
            TooManyHeaders = _headers.Overflown,
            TooManyRecipients = TooManyRecipients,
            Allowed = allowed,
        };
    }

    public void Refuse(Exception fault)
    {
        Fault ??= fault;
        Refusal ??= Broken;
    }

    public void Dispose()
    {
        _headers?.Dispose();
        _headers = null;
        try
        {
            _spool?.Dispose();
        }
        catch (Exception)
        {
            // The answer is decided; a file that cannot be closed cleanly any more changes nothing, and the place must be given back.
        }
        _spool = null;
        if (_placed) places.Leave();
        _placed = false;
    }

    /// <summary>True if content is held.</summary>
    private bool Begin()
    {
        if (_begun) return Refusal is null;
        _begun = true;
        _placed = places.TryEnter();
        if (!_placed)
        {
            Refusal = Busy;
            return false;
        }
        _headers = new HeaderBlock(options.MaxHeaders, options.MaxHeaderBytes);
        try
        {
            _spool = options.CreateSpool();
            if (!_spool.CanSeek || !_spool.CanWrite) throw new InvalidOperationException("the spool cannot seek or write");
        }
        catch (Exception fault)
        {
            Refuse(fault);
        }
        return Refusal is null;
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var room = options.MaxMessageBytes - _size;
        _size += bytes.Length;
        if (Refusal is not null || room <= 0 || bytes.IsEmpty) return;
        try
        {
            await _spool!.WriteAsync(bytes.Length <= room ? bytes : bytes[..(int)room]).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            Refuse(fault);
        }
    }
}
