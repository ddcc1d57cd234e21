namespace Postvakt.Intake.Sources;

/// <summary>
/// A mail while it is collected: in memory up to a size, past it in a file (0600) without a name, which is gone when closed and when the process
/// is killed. Read and written at its position.
/// </summary>
public sealed class SpoolStream : Stream
{
    private readonly int _inMemory;
    private Stream _inner;

    /// <param name="inMemory">Bytes kept in memory.</param>
    public SpoolStream(int inMemory)
    {
        _inMemory = inMemory;
        _inner = new MemoryStream(Math.Min(inMemory, 16 << 10));
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => true;
    public override long Length => _inner.Length;
    public override long Position { get => _inner.Position; set => _inner.Position = value; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_inner is MemoryStream memory && memory.Position + buffer.Length > _inMemory) _inner = Spill(memory);
        _inner.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override int Read(Span<byte> buffer) => _inner.Read(buffer);

    public override int Read(byte[] buffer, int offset, int count) => _inner.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => _inner.Seek(offset, origin);

    public override void SetLength(long value) => _inner.SetLength(value);

    public override void Flush() => _inner.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    private static FileStream Spill(MemoryStream memory)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 128 << 10,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var path = Path.Combine(Path.GetTempPath(), "postvakt-" + Path.GetRandomFileName());
        var file = new FileStream(path, options);
        try
        {
            // A killed process closes nothing by itself: a name would leave the mail lying there.
            if (!OperatingSystem.IsWindows()) File.Delete(path);
            var position = memory.Position;
            memory.WriteTo(file);
            file.Position = position;
        }
        catch
        {
            // On a full disk even the closing may throw, and the mail is then told once.
            Abandon(file);
            throw;
        }
        memory.Dispose();
        return file;
    }

    private static void Abandon(FileStream file)
    {
        try
        {
            file.Dispose();
        }
        catch (IOException)
        {
            // What its buffer held is not wanted any more.
        }
    }
}
