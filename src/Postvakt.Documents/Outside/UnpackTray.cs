using System.Diagnostics;
using Postvakt.Documents.Bytes;

namespace Postvakt.Documents.Outside;

/// <summary>Gathers what a library unpacks, and ends the unpacking at its limits.</summary>
internal sealed class UnpackTray(long limit, TimeSpan time)
{
    /// <summary>Bytes kept of one file; the reader behind keeps no more. 48 MiB.</summary>
    private const int MaxFile = 48 << 20;

    private const int MaxFiles = 2000;
    private const int MaxName = 1024;
    private const int Chunk = 1 << 16;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<UnpackedFile> _files = [];
    private long _left = limit;
    private bool _cut;

    public IReadOnlyList<UnpackedFile> Files => _files;

    /// <summary>Why no more may come; empty while there is room. Past a file that was cut lies as much work as its whole length.</summary>
    public string Full => _cut ? "behind a file of which the beginning was read" : _files.Count >= MaxFiles ? $"more than {MaxFiles:N0} files" : _left <= 0 ? "more comes out than there is room for" : Late ? "not done in time" : "";

    private bool Late => Stopwatch.GetElapsedTime(_start) > time;

    public void List(string? name, long size)
    {
        if (_files.Count < MaxFiles) _files.Add(new UnpackedFile(Name(name), Math.Max(size, 0), default));
    }

    /// <summary>Reads a file as far as the limits go. What came before an error is kept, and the error goes on.</summary>
    /// <param name="crc">Checksum of the whole, where the archive has one that counts.</param>
    /// <returns>False when the checksum is another.</returns>
    public bool Take(string? name, long size, Stream content, uint? crc = null)
    {
        var most = (int)Math.Min(MaxFile, _left);
        var buffer = new byte[(int)Math.Clamp(size, 0, Math.Min(most, 1 << 20))];
        var filled = 0;
        var ended = false;
        try
        {
            while (filled < most && !Late)
            {
                if (filled == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(most, Math.Max(buffer.Length * 2L, Chunk)));
                var read = content.Read(buffer, filled, Math.Min(buffer.Length - filled, Chunk));
                ended = read <= 0;
                if (ended) break;
                filled += read;
            }
        }
        finally
        {
            _left -= filled;
            _cut |= filled == MaxFile && !ended;
            // A stream without a stated size that goes on past what was kept must not look complete.
            if (!ended && size < filled) size = content.CanRead && filled == most ? filled + 1L : filled;
            _files.Add(new UnpackedFile(Name(name), Math.Max(size, ended ? filled : 0), buffer.AsMemory(0, filled)));
        }
        return crc is null || !ended || Crc32.Of(buffer.AsSpan(0, filled)) == crc;
    }

    private static string Name(string? name) => name is null ? "" : name.Length > MaxName ? name[..MaxName] : name;
}
