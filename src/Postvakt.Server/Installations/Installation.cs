using Postvakt.Detection;
using Postvakt.Documents.Inspecting;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Messages.Attachments;
using Postvakt.Server.Configuration;
using Postvakt.Server.Inspecting;
using Postvakt.Storage;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Server.Installations;

/// <summary>An opened installation: data directory, key ring, Memory. The one place that puts the parts together.</summary>
public sealed class Installation : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly DataDirectory? _directory;
    private readonly KeyRing _keys;
    private readonly IDisposable? _store;
    private readonly IDisposable? _ledger;
    private readonly TimeProvider _clock;
    private IDisposable? _workers;

    private Installation(DataDirectory? directory, KeyRing keys, IMemory memory, IDisposable? ledger, IDisposable? store, TimeProvider clock)
    {
        (_directory, _keys, _ledger, _store, _clock) = (directory, keys, ledger, store, clock);
        Memory = memory;
        Accounts = (IMemoryAccounts)memory;
    }

    public IMemory Memory { get; }

    /// <summary>The same Memory, as its operator sees it.</summary>
    public IMemoryAccounts Accounts { get; }

    /// <summary>Reads mail and opens its attachments; without what other mails said, because mails may be read side by side.</summary>
    public MessageParser Parser { get; private set; } = new(MessageLimits.Default);

    /// <summary>Opens the data directory for this process. Throws <see cref="InstallationException"/> or <see cref="StoreException"/>.</summary>
    public static async Task<Installation> OpenAsync(string? data, MemoryOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var directory = await DataDirectory.OpenAsync(DataDirectory.Resolve(data), Patience, clock, cancellation).ConfigureAwait(false);
        try
        {
            var keys = KeyRing.Open(KeyRing.Resolve(directory.Path), mayCreate: !File.Exists(directory.MemoryPath));
            return Of(directory, keys, new SqliteMemory(directory.MemoryPath, keys.Fingerprint, options), clock);
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
        return Of(null, keys, new SqliteMemory(Path.Combine(folder, "memory.db"), keys.Fingerprint, options), clock);
    }

    /// <summary>Opens what a configuration of serve names: its data directory, or the PostgreSQL that nodes share, beside a running server too.</summary>
    /// <param name="data">Data directory that overrides the configuration, or null.</param>
    public static async Task<Installation> OpenAsync(ServeConfig config, string? data, MemoryOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        if (config.PostgreSql is not { } connection) return (await OpenAsync(DataDirectory.Resolve(data, config.Data), options, clock, cancellation).ConfigureAwait(false)).With(config.Documents);
        var keys = KeyRing.Open(KeyRing.Resolve(DataDirectory.Resolve(data, config.Data)), mayCreate: true);
        var store = new PostgresStore(new PostgresOptions { ConnectionString = connection, Org = config.Org }, keys.Fingerprint, options, LedgerOptions.Default, clock);
        var ledger = store.OpenLedger();
        return new Installation(null, keys, ledger.Memory, ledger, store, clock).With(config.Documents);
    }

    private static Installation Of(DataDirectory? directory, KeyRing keys, SqliteMemory memory, TimeProvider clock) => new(directory, keys, memory, null, memory, clock);

    /// <summary>What attachments are opened with; null where they are not.</summary>
    public InspectionOptions? Inspecting { get; private set; }

    /// <summary>Has attachments opened as a configuration says.</summary>
    public Installation With(DocumentsConfig documents)
    {
        if (!documents.Inspect) return this;
        Inspecting = Inspectors.Options(documents, _clock);
        _workers = Inspecting.Outside as IDisposable;
        Parser = new MessageParser(MessageLimits.Default, new AttachmentInspector(Inspecting));
        return this;
    }

    /// <summary>Has the bytes of attachments held while a mail is looked at, for rules that look into them.</summary>
    public Installation WithRules()
    {
        if (Inspecting is null) return this;
        Inspecting = Inspecting with { KeepsContent = true };
        Parser = new MessageParser(MessageLimits.Default, new AttachmentInspector(Inspecting));
        return this;
    }

    /// <param name="exceptions">Those that hold, or null for none.</param>
    /// <param name="rules">Mail rules; null for those that came with the program.</param>
    public Judge Judge(JudgeOptions options, HijackModel model, ExceptionBook? exceptions = null, RulesInForce? rules = null)
    {
        var inForce = rules ?? RulesInForce.Ours;
        return new(_keys.Fingerprint, Memory, options with { Inspection = Inspecting is { KeepsContent: true } opened ? opened : null }, model, _clock, null, exceptions is null ? null : () => exceptions, null, () => inForce);
    }

    public void Dispose()
    {
        _workers?.Dispose();
        _ledger?.Dispose();
        _store?.Dispose();
        _directory?.Dispose();
    }
}
