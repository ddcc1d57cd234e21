using System.Security.Cryptography;
using Postvakt.Memory;

namespace Postvakt.Storage.Vaults;

/// <summary>
/// Reads a sealed item. Gives out nothing that was not checked; throws <see cref="InvalidDataException"/> at the first chunk that was changed, is
/// missing or stands in the wrong place.
/// </summary>
internal sealed class SealedStream(ISealedPieces pieces, SealingKey master, string id) : Stream
{
    private readonly byte[] _plain = new byte[SealedForm.ChunkSize];
    private AesGcm? _key;
    private byte[]? _next;
    private long _number;
    private int _start;
    private int _end;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (_start == _end && buffer.Length > 0)
        {
            if (!Advance()) return 0;
        }
        var count = Math.Min(buffer.Length, _end - _start);
        _plain.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _key?.Dispose();
            CryptographicOperations.ZeroMemory(_plain);
            pieces.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool Advance()
    {
        if (_key is null)
        {
            _key = SealedForm.Unwrap(pieces.Next(), master, id);
            // Even an empty item has a chunk, which says that it is the last.
            _next = pieces.Next() ?? throw Changed();
        }
        if (_next is not { } piece) return false;
        _next = pieces.Next();
        var length = piece.Length - SealedForm.TagSize;
        if (length is < 0 or > SealedForm.ChunkSize) throw Changed();
        try
        {
            _key.Decrypt(SealedForm.Nonce(_number++, last: _next is null), piece.AsSpan(0, length), piece.AsSpan(length), _plain.AsSpan(0, length));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw Changed();
        }
        (_start, _end) = (0, length);
        return true;
    }

    private static InvalidDataException Changed() => new("the item was changed or cut");
}
