namespace Postvakt.Intake.Sources;

/// <summary>Collects one mail after the other, each in a stream of its own.</summary>
internal sealed class Spool : IDisposable
{
    /// <summary>Bytes kept in memory. 4 MiB: nearly all mail stays below, and one mail is collected at a time.</summary>
    private const int MaxInMemory = 4 << 20;

    private SpoolStream _stream = new(MaxInMemory);

    public long Length => _stream.Length;

    public void Append(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    /// <summary>Hands the collected bytes over, at their start, and begins anew.</summary>
    public Stream Take()
    {
        var taken = _stream;
        taken.Position = 0;
        _stream = new SpoolStream(MaxInMemory);
        return taken;
    }

    public void Dispose() => _stream.Dispose();
}
