using System.Globalization;
using Microsoft.Extensions.Logging;
using Postvakt.Directories;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories.Csv;
using Postvakt.Server.Directories.Graph;
using Postvakt.Server.Directories.Ldap;

namespace Postvakt.Server.Directories;

/// <summary>
/// Holds who belongs to the organisation, as the source said last. What is good stays: a source that is down, or that suddenly knows nobody or less than
/// half of the people, changes nothing. Safe for concurrent use.
/// </summary>
public sealed partial class DirectoryKeeper : IDisposable
{
    private readonly IDirectorySource _source;
    private readonly DirectoryFile _file;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _reading = new(1);
    private volatile DirectorySnapshot _current = DirectorySnapshot.Empty;
    private volatile DirectoryStatus _status;

    internal DirectoryKeeper(IDirectorySource source, string folder, TimeSpan interval, TimeProvider clock, ILogger log)
    {
        (_source, _file, _interval, _clock, _log) = (source, new DirectoryFile(folder), interval, clock, log);
        var (kept, fault) = _file.Read();
        if (kept is not null) _current = kept;
        if (fault is not null) Failed(log, fault);
        var before = _file.ReadStatus();
        _status = Describe(before?.LastAttempt, fault ?? before?.LastError);
    }

    /// <summary>What holds now; <see cref="DirectorySnapshot.Empty"/> until something was taken over.</summary>
    public DirectorySnapshot Current => _current;

    public DirectoryStatus Status => _status;

    /// <summary>Takes up what was kept; reads nothing yet.</summary>
    /// <param name="folder">The data directory, there already.</param>
    public static DirectoryKeeper Open(DirectoryConfig config, string folder, TimeProvider clock, ILogger log) => new(SourceOf(config, clock), folder, config.Refresh, clock, log);

    /// <summary>Reads the source at once, then each time the interval has passed, until stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            using var timer = new PeriodicTimer(_interval, _clock);
            do await RefreshAsync(accept: false, stopping).ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>Reads the source and takes over what it says, if it can be; the status says why not. Does not throw for a source that fails.</summary>
    /// <param name="accept">Takes it over also when hardly anybody is left.</param>
    public async Task<DirectoryStatus> RefreshAsync(bool accept, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var error = await ReadAsync(accept, cancellation).ConfigureAwait(false);
            _status = Describe(_clock.GetUtcNow(), error);
            if (error is null) Taken(_log, _status.People, _status.Partners, _status.Source);
            else Failed(_log, error);
            Keep(() => _file.WriteStatus(_status));
            return _status;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private static IDirectorySource SourceOf(DirectoryConfig config, TimeProvider clock)
    {
        IDirectorySource people = config switch
        {
            { Ldap: { } ldap } => new LdapDirectorySource(ldap, clock, new LdapLimits()),
            { Graph: { } graph } => new GraphDirectorySource(graph, clock, new GraphLimits()),
            _ => new CsvDirectorySource(config.People!, clock),
        };
        return config.Partners is { } partners ? new PartneredSource(people, partners) : people;
    }

    private async Task<string?> ReadAsync(bool accept, CancellationToken cancellation)
    {
        DirectorySnapshot next;
        try
        {
            next = await _source.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (DirectorySourceException failed)
        {
            return failed.Message;
        }
        catch (Exception mistake) when (mistake is not (OperationCanceledException or OutOfMemoryException))
        {
            // Ours; its message might hold what the source said.
            return $"{_source.Name}: reading it failed by a mistake of ours ({mistake.GetType().Name})";
        }
        var (known, given) = (_current.People.Count, next.People.Count);
        // A wrong base, a lost right or a half-written file looks like this far more often than an organisation that lost its people.
        if (!accept && (given == 0 || given * 2L < known))
            return string.Create(CultureInfo.InvariantCulture, $"the source gave {given:N0} people where {known:N0} were known; ")
                + (known == 0 ? "nothing was taken over" : string.Create(CultureInfo.InvariantCulture, $"kept the last good one of {_current.TakenAt:yyyy-MM-dd HH:mm} UTC")) + "; accept it with `directory refresh --accept`";
        _current = next;
        return Keep(() => _file.Write(next)) is { } fault ? $"taken over, but not kept for the next start: {fault}" : null;
    }

    /// <summary>Null, or why it cannot be written: what holds, holds without its file too.</summary>
    private static string? Keep(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return refused.Message;
        }
    }

    private DirectoryStatus Describe(DateTimeOffset? attempt, string? error) =>
        new(_source.Name, _current.People.Count, _current.Partners.Count, _current == DirectorySnapshot.Empty ? null : _current.TakenAt, attempt, error);

    [LoggerMessage(40, LogLevel.Information, "the Directory has {People} people and {Partners} partners, of {Source}")]
    private static partial void Taken(ILogger log, int people, int partners, string source);

    [LoggerMessage(41, LogLevel.Warning, "the Directory stays as it was: {Error}")]
    private static partial void Failed(ILogger log, string error);
}
