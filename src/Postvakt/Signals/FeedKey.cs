using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Postvakt.Signals;

/// <summary>The half of a SHA-256 under which an indicator is found: who writes a feed cannot make one name pass for another.</summary>
internal static class FeedKey
{
    public static UInt128 Of(string type, ReadOnlySpan<char> value)
    {
        Span<byte> text = stackalloc byte[512];
        var bytes = Encoding.UTF8.GetMaxByteCount(value.Length) + type.Length + 1 is var most && most <= text.Length ? text : new byte[most];
        var length = Encoding.UTF8.GetBytes(type, bytes);
        bytes[length++] = 0;
        length += Encoding.UTF8.GetBytes(value, bytes[length..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
