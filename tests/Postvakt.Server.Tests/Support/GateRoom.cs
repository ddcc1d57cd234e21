using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Quarantine;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Installations;
using Postvakt.Server.Operation;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Vaults;

namespace Postvakt.Server.Tests.Support;

/// <summary>A gatekeeper with its desk on a real store, and a clock that the test moves.</summary>
internal sealed class GateRoom : IAsyncDisposable
{
    private static readonly ListenerProfile Listener = new("milter", null, 0);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postvakt-gate-");
    private readonly SqliteLedger _ledger;
    private bool _closed;

    /// <param name="around">Puts a test's vault in front of the real one.</param>
    /// <param name="reading">Takes place while a mail is read.</param>
    public GateRoom(PolicyConfig policy, Func<IVault, IVault>? around = null, int waiting = 256, Action<ManualClock>? reading = null)
    {
        Directory.CreateDirectory(Data);
        var keys = KeyRing.Open(KeyRing.Resolve(Data), mayCreate: true);
        Tokens = keys.Tokens;
        _ledger = new SqliteLedger(new SqliteMemory(MemoryPath, keys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);
        Files = new FileVault(Path.Combine(Data, "held"), keys.Seal);
        var vault = around?.Invoke(Files) ?? Files;
        var judge = new Judge(keys.Fingerprint, _ledger.Memory, new JudgeOptions { OrgDomains = ["lovhaga.example"], TrustedAuthserv = ["mx.lovhaga.example"] }, HijackModel.Default(), Clock);
        Loop = new DeskLoop(_ledger, new Desk(judge, _ledger, vault, keys.Seal, new SearchTerms(keys.Fingerprint), () => new DeskOptions(), Clock), waiting, "desk of a test");
        var state = new ServeState(ServeConfig.Default with { Policy = policy });
        Keeper = new Gatekeeper(new MessageParser(MessageLimits.Default), null, [Loop], keys.Tokens, () => DirectorySnapshot.Empty, state, Metrics, new VerdictFeed(), Clock, NullLogger<Gatekeeper>.Instance, look: _ =>
        {
            reading?.Invoke(Clock);
            return null;
        });
    }

    public ManualClock Clock { get; } = new();

    public GatewayMetrics Metrics { get; } = new();

    public Gatekeeper Keeper { get; }

    public DeskLoop Loop { get; }

    public FileVault Files { get; }

    public TokenKey Tokens { get; }

    /// <summary>Its data directory, which a whole gateway can take over once the room is closed.</summary>
    public string Data => Path.Combine(_folder.FullName, "data");

    public string MemoryPath => Path.Combine(Data, "memory.db");

    public static PolicyConfig Enforce { get; } = new() { Mode = Mode.Enforce };

    /// <summary>As a listener does: its content is gone once there is an answer.</summary>
    public async Task<Answer> AnswerAsync(string mail, string? mark = null, params string[] recipients)
    {
        using var content = new MemoryStream(Encoding.Latin1.GetBytes(mail));
        return await Keeper.AnswerAsync(Listener, new Envelope("", "", "sender@outside.example", recipients.Length > 0 ? recipients : ["reader@lovhaga.example"]), content, mark, TestContext.Current.CancellationToken);
    }

    /// <summary>The mark that a release of this mail carries.</summary>
    public string MarkOf(string id, string mail) => ReleaseMark.Of(id, new MemoryStream(Encoding.Latin1.GetBytes(mail)), Tokens);

    /// <summary>Lets the sample company's mail in until one is held; that mail and its answer.</summary>
    public async Task<(string Mail, Answer Answer)> HoldOneAsync(params string[] recipients)
    {
        foreach (var mail in SampleMails.Read())
        {
            if (await AnswerAsync(mail, null, recipients) is { Disposition: Disposition.Quarantine } answer) return (mail, answer);
        }
        throw new InvalidOperationException("nothing was held");
    }

    public Task<IReadOnlyList<QuarantineItem>> HeldAsync() => Loop.DoAsync(l => l.SearchHeld(new HeldQuery { State = QuarantineState.Held, Max = 100 }).Items);

    public async Task CloseAsync()
    {
        if (_closed) return;
        _closed = true;
        await Loop.DisposeAsync();
        _ledger.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Delete(recursive: true);
    }
}
