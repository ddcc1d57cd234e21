using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Postvakt.Sharing;

/// <summary>Ids that follow from what they name (RFC 9562, UUID version 5): told twice, a thing has the same id, and nothing need be stored for it.</summary>
public static class StableId
{
    /// <summary>Namespace of our own ids; STIX keeps its own to observables (STIX 2.1, 2.9).</summary>
    private static readonly Guid Space = new("1f2b6f0a-6f0e-5d0b-9c58-3a1d0f7c2b64");

    /// <summary>Id of ours for a kind of thing and all that tells it from others of its kind.</summary>
    public static Guid Ours(params ReadOnlySpan<string> parts)
    {
        var name = new StringBuilder();
        // Lengths before the parts: "ab","c" and "a","bc" are two things.
        foreach (var part in parts) name.Append(part.Length).Append(':').Append(part);
        return Of(Space, Encoding.UTF8.GetBytes(name.ToString()));
    }

    [SuppressMessage("Security", "CA5350", Justification = "SHA-1 is what UUID version 5 prescribes; nothing is kept safe by it.")]
    internal static Guid Of(Guid space, ReadOnlySpan<byte> name)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData([.. space.ToByteArray(bigEndian: true), .. name], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
