using System.Runtime.InteropServices;

namespace Postvakt.Documents.Outside;

/// <summary>
/// A picture's bytes for a decoder that is not ours. It takes the end for zeros: of a picture that states far more than there is it reads them for seconds, and some markers it seeks in them for
/// ever.
/// </summary>
internal sealed class PictureBytes(ArraySegment<byte> picture) : MemoryStream(picture.Array!, picture.Offset, picture.Count, writable: false)
{
    /// <summary>Reads behind the end. 4 Mi: of a picture that was cut off, what came is still seen.</summary>
    private const int MaxBehind = 4 << 20;

    private int _behind;

    public static PictureBytes Of(ReadOnlyMemory<byte> picture) => new(MemoryMarshal.TryGetArray(picture, out var all) ? all : new ArraySegment<byte>(picture.ToArray()));

    /// <exception cref="EndOfStreamException">It was read behind its end for too long.</exception>
    public override int ReadByte()
    {
        var read = base.ReadByte();
        if (read < 0) Behind();
        return read;
    }

    /// <exception cref="EndOfStreamException">It was read behind its end for too long.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = base.Read(buffer, offset, count);
        if (read == 0) Behind();
        return read;
    }

    private void Behind()
    {
        if (++_behind > MaxBehind) throw new EndOfStreamException("the picture ends before what it states");
    }
}
