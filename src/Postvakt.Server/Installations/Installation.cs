using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Storage;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Server.Installations;

/// <summary>An opened installation: data directory, key ring, Memory. The one place that puts the parts together.</summary>
public sealed class Installation : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly DataDirectory? _directory;
    private readonly KeyRing _keys;
    private readonly TimeProvider _clock;

    private Installation(DataDirectory? directory, KeyRing keys, SqliteMemory memory, TimeProvider clock)
    {
        _directory = directory;
        _keys = keys;
        _clock = clock;
        Memory = memory;
    }

    public SqliteMemory Memory { get; }

    public string KeyPath => _keys.Path;

    /// <summary>The data directory. Throws for a temporary one.</summary>
    public string Folder => _directory?.Path ?? throw new InvalidOperationException("made for one evaluation; it has no folder of its own");

    public MessageParser Parser { get; } = new(MessageLimits.Default);

    /// <summary>Opens the data directory for this process. Throws <see cref="InstallationException"/> or <see cref="StoreException"/>.</summary>
    public static async Task<Installation> OpenAsync(string? data, MemoryOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var directory = await DataDirectory.OpenAsync(DataDirectory.Resolve(data), Patience, clock, cancellation).ConfigureAwait(false);
        try
        {
            var keys = KeyRing.Open(KeyRing.Resolve(directory.Path), mayCreate: !File.Exists(directory.MemoryPath));
            return new Installation(directory, keys, new SqliteMemory(directory.MemoryPath, keys.Fingerprint, options), clock);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>A Memory of its own in a folder made for one evaluation.</summary>
    public static Installation Temporary(string folder, MemoryOptions options, TimeProvider clock)
    {
        var keys = KeyRing.Open(Path.Combine(folder, "keys"), mayCreate: true);
        return new Installation(null, keys, new SqliteMemory(Path.Combine(folder, "memory.db"), keys.Fingerprint, options), clock);
    }

    public Judge Judge(JudgeOptions options, HijackModel model) => new(_keys.Fingerprint, Memory, options, model, _clock);

    public void Dispose()
    {
        Memory.Dispose();
        _directory?.Dispose();
    }
}
