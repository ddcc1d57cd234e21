using System.Runtime.InteropServices;

namespace Postvakt.Documents.Inspecting;

/// <summary>Room for the content of files that somebody looks into once more after the report: rules. One for all files of a mail. For one thread.</summary>
/// <param name="most">Bytes held in all. 32 MiB.</param>
/// <param name="mostFile">Bytes of one file; a longer one is not held, so that what is said of it never comes from a part. 8 MiB.</param>
public sealed class ContentKeep(long most = 32L << 20, int mostFile = 8 << 20)
{
    /// <summary>What is a small part of a large array (a file on a disk image) is copied, so that it does not hold all of it.</summary>
    private const int SmallPart = 4;

    private readonly HashSet<byte[]> _arrays = new(ReferenceEqualityComparer.Instance as IEqualityComparer<byte[]>);
    private long _held;

    /// <returns>The content, without a copy where it can be; null where there is no room for it.</returns>
    public ReadOnlyMemory<byte>? Take(ReadOnlyMemory<byte> content)
    {
        if (content.Length > mostFile) return null;
        if (content.Length == 0) return content;
        if (MemoryMarshal.TryGetArray(content, out var part) && part.Array is { } whole)
        {
            if (_arrays.Contains(whole)) return content;
            if (whole.Length / SmallPart <= content.Length)
            {
                if (_held + whole.Length > most) return null;
                _held += whole.Length;
                _arrays.Add(whole);
                return content;
            }
        }
        if (_held + content.Length > most) return null;
        _held += content.Length;
        return content.ToArray();
    }
}
