namespace Postvakt.EventLogs.Evtx;

/// <summary>Finds chunks in a stream that is read once from front to back: what stands between them is skipped and reported.</summary>
internal sealed class ChunkSource(Stream stream, LogReport report)
{
    private long _offset;
    private int _held;
    private int _taken;
    private bool _ended;

    /// <summary>The chunk found last stands here from 0.</summary>
    public byte[] Data { get; } = new byte[EvtxChunk.Size];

    /// <summary>Bytes of the file header, as many as there are; not the beginning of a chunk.</summary>
    public ReadOnlySpan<byte> ReadHeader(out bool isHeader)
    {
        Fill();
        isHeader = Data.AsSpan(0, _held).StartsWith(EvtxFileHeader.Signature);
        if (!isHeader) return default;
        _taken = Math.Min(_held, EvtxFileHeader.BlockSize);
        return Data.AsSpan(0, _taken);
    }

    /// <summary>The next chunk; false at the end of the file.</summary>
    public bool Next(out long offset, out int length)
    {
        long junk = 0, junkAt = 0;
        var empty = true;
        while (true)
        {
            Fill();
            var window = Data.AsSpan(0, _held);
            var found = window.IndexOf(EvtxChunk.Signature);
            var skip = found >= 0 ? found : _ended ? _held : _held - EvtxChunk.Signature.Length + 1;
            if (skip > 0)
            {
                if (junk == 0) junkAt = _offset;
                junk += skip;
                empty &= window[..skip].IndexOfAnyExcept((byte)0) < 0;
                _taken = skip;
            }
            if (found == 0 || (found < 0 && _ended))
            {
                // Space that Windows has set aside is zero.
                if (junk > 0 && !empty) report.AddBad(new LogPosition(junkAt, 0, null), $"{junk:N0} bytes are no chunk.");
                (offset, length) = (_offset, _held);
                if (found < 0) return false;
                _taken = _held;
                return true;
            }
        }
    }

    /// <summary>The chunk ends early because another begins in it.</summary>
    public void EndAt(int length) => _taken = length;

    private void Fill()
    {
        if (_taken > 0)
        {
            Data.AsSpan(_taken, _held - _taken).CopyTo(Data);
            _offset += _taken;
            _held -= _taken;
            _taken = 0;
        }
        if (_ended || _held == Data.Length) return;
        var read = stream.ReadAtLeast(Data.AsSpan(_held), Data.Length - _held, throwOnEndOfStream: false);
        _ended = read < Data.Length - _held;
        _held += read;
        report.Bytes += read;
    }
}
