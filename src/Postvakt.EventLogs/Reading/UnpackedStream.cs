using System.IO.Compression;

namespace Postvakt.EventLogs.Reading;

/// <summary>What a .gz holds, up to a limit on its size and on how much it swells.</summary>
internal sealed class UnpackedStream : ReadStream
{
    private const long AlwaysAllowed = 16 << 20;

    private readonly CountedStream _packed;
    private readonly GZipStream _unpacker;
    private readonly LogLimits _limits;
    private long _count;

    public UnpackedStream(Stream packed, LogLimits limits)
    {
        _packed = new CountedStream(packed);
        _unpacker = new GZipStream(_packed, CompressionMode.Decompress);
        _limits = limits;
    }

    /// <exception cref="InvalidDataException">It is broken, or unpacks to more than the limits allow.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = _unpacker.Read(buffer);
        _count += read;
        if (_count > _limits.Unpacked) throw new InvalidDataException($"it unpacks to more than {_limits.Unpacked:N0} bytes");
        if (_count > AlwaysAllowed && _count / _limits.UnpackRatio > _packed.Count) throw new InvalidDataException($"it unpacks to more than {_limits.UnpackRatio} times its size");
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _unpacker.Dispose();
        base.Dispose(disposing);
    }
}
