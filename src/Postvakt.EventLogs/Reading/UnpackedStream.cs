using System.IO.Compression;

namespace Postvakt.EventLogs.Reading;

/// <summary>What a .gz holds, up to a limit on its size and on how much it swells.</summary>
internal sealed class UnpackedStream : ReadStream
{
    private const long AlwaysAllowed = 16 << 20;

    private readonly CountedStream _packed;
    private readonly GZipStream _unpacker;
    private readonly LogReport _report;
    private readonly LogLimits _limits;
    private long _count;
    private bool _ended;

    public UnpackedStream(Stream packed, LogReport report, LogLimits limits)
    {
        _report = report;
        _packed = new CountedStream(packed);
        _unpacker = new GZipStream(_packed, CompressionMode.Decompress);
        _limits = limits;
    }

    /// <exception cref="InvalidDataException">It is broken, or unpacks to more than the limits allow.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = _unpacker.Read(buffer);
        _count += read;
        if (read == 0 && buffer.Length > 0 && !_ended) End();
        if (_count > _limits.Unpacked) throw new InvalidDataException($"it unpacks to more than {_limits.Unpacked:N0} bytes");
        if (_count > AlwaysAllowed && _count / _limits.UnpackRatio > _packed.Count) throw new InvalidDataException($"it unpacks to more than {_limits.UnpackRatio} times its size");
        return read;
    }

    /// <summary>
    /// The unpacker takes a file that is cut off for one that ends. Its last four bytes say how long the last of its parts is, unpacked (RFC 1952, ISIZE): a number beyond all that was unpacked is none.
    /// </summary>
    private void End()
    {
        _ended = true;
        if (_packed.LastFour > (ulong)_count) _report.AddTorn(default, "The packed file is cut off.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _unpacker.Dispose();
        base.Dispose(disposing);
    }
}
