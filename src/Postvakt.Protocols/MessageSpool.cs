namespace Postvakt.Protocols;

/// <summary>
/// A message's content while it comes in: a place among the messages held at once, and a spool that keeps no more than the limit. Its own faults are
/// remembered, not thrown: what comes must still be read to its end.
/// </summary>
internal sealed class MessageSpool(Func<Stream> create, long maxBytes, MessagePlaces places) : IDisposable
{
    private Stream? _spool;
    private bool _placed;

    /// <summary>Bytes that came, also those past the limit.</summary>
    public long Size { get; private set; }

    public bool TooLarge => Size > maxBytes;

    /// <summary>No place was free.</summary>
    public bool IsCrowdedOut { get; private set; }

    /// <summary>What the spool threw; null if nothing.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>False if the content cannot be held.</summary>
    public bool TryOpen()
    {
        _placed = places.TryEnter();
        IsCrowdedOut = !_placed;
        if (IsCrowdedOut) return false;
        try
        {
            _spool = create();
            if (!_spool.CanSeek || !_spool.CanWrite) throw new InvalidOperationException("the spool cannot seek or write");
        }
        catch (Exception fault)
        {
            Fault = fault;
        }
        return Fault is null;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var room = maxBytes - Size;
        Size += bytes.Length;
        if (_spool is null || Fault is not null || room <= 0 || bytes.IsEmpty) return;
        try
        {
            await _spool.WriteAsync(bytes.Length <= room ? bytes : bytes[..(int)room]).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            Fault = fault;
        }
    }

    /// <summary>The content from its beginning; only after it was opened without a fault.</summary>
    public Stream Rewind()
    {
        _spool!.Position = 0;
        return _spool;
    }

    public void Dispose()
    {
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
}
