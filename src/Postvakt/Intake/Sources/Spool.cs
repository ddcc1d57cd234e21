namespace Postvakt.Intake.Sources;

/// <summary>Holds one mail while it is collected: in memory up to a size, past it in a file that vanishes when closed.</summary>
internal sealed class Spool : IDisposable
{
    /// <summary>Bytes kept in memory. 4 MiB: nearly all mail stays below; ten concurrent sessions stay under 50 MB.</summary>
    private const int MaxInMemory = 4 << 20;

    private Stream _stream = new MemoryStream(16 << 10);

    public long Length => _stream.Length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_stream is MemoryStream memory && memory.Length + bytes.Length > MaxInMemory)
        {
            var path = Path.Combine(Path.GetTempPath(), "postvakt-" + Path.GetRandomFileName());
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                Options = FileOptions.DeleteOnClose,
                BufferSize = 128 << 10,
            };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var file = new FileStream(path, options);
            memory.WriteTo(file);
            memory.Dispose();
            _stream = file;
        }
        _stream.Write(bytes);
    }

    /// <summary>Hands the collected bytes over, at their start, and begins anew.</summary>
    public Stream Take()
    {
        var taken = _stream;
        taken.Position = 0;
        _stream = new MemoryStream(16 << 10);
        return taken;
    }

    public void Dispose() => _stream.Dispose();
}
