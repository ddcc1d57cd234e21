using System.Globalization;
using Postvakt.Events;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Events;

/// <summary>
/// Lines of JSON in a file that only its owner reads. A file that somebody else moved away is made anew; one that has grown past its bound is put aside under the next number.
/// A line is written whole or, after a crash, not at all: half a line is cut off when the file is opened.
/// </summary>
internal sealed class FileSink(EventFileConfig config, EventFormat format) : IEventSink
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Bytes at the end of a file that are looked through for its last whole line: more than any event.</summary>
    private const int MaxTail = EventFormats.MaxLine + 1;

    private FileStream? _file;
    private string? _at;

    public int MaxBatch => 500;

    public async Task<SinkOutcome> SendAsync(IReadOnlyList<SecurityEvent> events, CancellationToken cancellation)
    {
        try
        {
            var lines = new MemoryStream();
            foreach (var one in events)
            {
                lines.Write(format.Line(one));
                lines.WriteByte((byte)'\n');
            }
            var file = Open(lines.Length);
            await file.WriteAsync(lines.GetBuffer().AsMemory(0, (int)lines.Length), cancellation).ConfigureAwait(false);
            // The place in the audit moves on only after this: what a power cut takes is written again.
            file.Flush(flushToDisk: true);
            return SinkOutcome.Taken();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Close();
            return SinkOutcome.Later(refused.Message);
        }
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private FileStream Open(long more)
    {
        if (_file is not null && !IsStillThere(_file)) Close();
        _file ??= OpenAt();
        if (_file.Length == 0 || _file.Length + more <= config.MaxBytes) return _file;
        Close();
        PutAside();
        return _file = OpenAt();
    }

    private FileStream OpenAt()
    {
        var file = OpenWhole(config.Path);
        _at = NameOf(file);
        return file;
    }

    /// <summary>Whether the path still names what is open: who rotates files moves or removes them.</summary>
    private bool IsStillThere(FileStream open)
    {
        var now = new FileInfo(config.Path);
        // A new file of somebody else's under the same name is shorter, or younger, than ours.
        return now.Exists && now.Length == open.Length && now.CreationTimeUtc == File.GetCreationTimeUtc(open.SafeFileHandle) && _at == NameOf(open);
    }

    /// <summary>Where the system says what a handle's file is called now; it is called otherwise once it was moved or removed.</summary>
    private static string? NameOf(FileStream open) => OperatingSystem.IsLinux() ? File.ResolveLinkTarget($"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle().ToString(CultureInfo.InvariantCulture)}", returnFinalTarget: false)?.FullName : null;

    private static FileStream OpenWhole(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        var file = new FileStream(path, options);
        try
        {
            var length = file.Length;
            // What is not ours is not written to, and above all not cut: a path may be mistaken.
            if (length > 0 && file.ReadByte() != '{') throw new IOException($"{path}: begins like no file of events; take another path, or move it away");
            var tail = new byte[(int)Math.Min(length, MaxTail)];
            file.Position = length - tail.Length;
            file.ReadExactly(tail);
            var whole = tail.AsSpan().LastIndexOf((byte)'\n') + 1;
            if (whole == 0 && length > tail.Length) throw new IOException($"{path}: ends like no file of events; take another path, or move it away");
            // No further back: who reads the file along would begin anew when it becomes shorter than what he has read.
            if (whole < tail.Length) file.SetLength(length - tail.Length + whole);
            file.Position = file.Length;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>events.jsonl becomes events.jsonl.1, and that .2, up to as many as are kept.</summary>
    private void PutAside()
    {
        string Aside(int number) => string.Create(CultureInfo.InvariantCulture, $"{config.Path}.{number}");
        if (config.Keep == 0) File.Delete(config.Path);
        for (var number = config.Keep; number >= 1; number--)
        {
            var from = number == 1 ? config.Path : Aside(number - 1);
            if (File.Exists(from)) File.Move(from, Aside(number), overwrite: true);
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
