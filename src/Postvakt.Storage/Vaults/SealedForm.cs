using System.Buffers.Binary;
using System.Security.Cryptography;
using Postvakt.Memory;

namespace Postvakt.Storage.Vaults;

/// <summary>
/// How bytes are sealed: a head (four letters, then the item's own random key wrapped by the master key and bound to the item's id), then chunks
/// of 64 KiB, each AES-256-GCM (NIST SP 800-38D) with its tag. A chunk's nonce is its number and whether it is the last one, so that cutting,
/// reordering and swapping chunks is noticed; the item's own key is never used for anything else, so no nonce comes twice.
/// </summary>
internal static class SealedForm
{
    /// <summary>Bytes of content in a chunk. 64 KiB: nothing is shown before its tag was checked, so a reader holds one chunk.</summary>
    public const int ChunkSize = 64 << 10;
    public const int TagSize = 16;
    private const int KeySize = 32;
    private const int WrappedSize = 4 + 12 + KeySize + TagSize;

    /// <summary>Bytes of the head.</summary>
    public const int HeadSize = 4 + WrappedSize;

    private static ReadOnlySpan<byte> Mark => "PVH1"u8;

    /// <summary>Seals the rest of a stream and hands over one piece after the other; a piece is valid until the next.</summary>
    public static void Seal(Stream content, SealingKey master, string id, Action<ReadOnlyMemory<byte>> write)
    {
        var key = RandomNumberGenerator.GetBytes(KeySize);
        try
        {
            var head = new byte[HeadSize];
            Mark.CopyTo(head);
            master.Seal(key, Context(id)).CopyTo(head, 4);
            write(head);
            using var aes = new AesGcm(key, TagSize);
            var (plain, ahead) = (new byte[ChunkSize], new byte[ChunkSize]);
            var piece = new byte[ChunkSize + TagSize];
            var length = content.ReadAtLeast(plain, ChunkSize, throwOnEndOfStream: false);
            for (var number = 0L; ; number++)
            {
                var next = length < ChunkSize ? 0 : content.ReadAtLeast(ahead, ChunkSize, throwOnEndOfStream: false);
                aes.Encrypt(Nonce(number, last: next == 0), plain.AsSpan(0, length), piece.AsSpan(0, length), piece.AsSpan(length, TagSize));
                write(piece.AsMemory(0, length + TagSize));
                if (next == 0) return;
                (plain, ahead, length) = (ahead, plain, next);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The item's own key. Throws <see cref="InvalidDataException"/> when the head was changed or belongs to another item or key ring.</summary>
    public static AesGcm Unwrap(ReadOnlySpan<byte> head, SealingKey master, string id)
    {
        if (head.Length != HeadSize || !head.StartsWith(Mark)) throw new InvalidDataException("no sealed item, or one of a newer version");
        var key = master.Open(head[4..], Context(id)) ?? throw new InvalidDataException("the item was changed, or the key ring lacks its key");
        try
        {
            return new AesGcm(key, TagSize);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public static byte[] Nonce(long number, bool last)
    {
        var nonce = new byte[12];
        nonce[0] = last ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(4), number);
        return nonce;
    }

    /// <summary>Ids are ours and become file names: letters, digits, - and _, at most 100.</summary>
    public static string Checked(string id) => id.Length is > 0 and <= 100 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        ? id : throw new ArgumentException("an id has 1 to 100 letters, digits, - or _", nameof(id));

    private static string Context(string id) => "held:" + id;
}
