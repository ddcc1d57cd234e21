using System.Text;
using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Quarantine;
using Postvakt.Server.Gateway;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Vaults;

namespace Postvakt.Server.Tests.Support;

/// <summary>A desk with a real store, on which every mail that claims a conversation is malicious and every other one clean.</summary>
internal sealed class DeskPlace : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualResetEventSlim _closed = new(true);

    public DeskPlace(int capacity = 100)
    {
        var (key, seal) = (new MemoryKey(new byte[32]), new SealingKey(new Dictionary<int, byte[]> { [1] = new byte[32] }));
        Ledger = new WatchedLedger(new SqliteLedger(new SqliteMemory(_folder.At("memory.db"), key, MemoryOptions.Default), LedgerOptions.Default));
        Vault = new GatedVault(new FileVault(_folder.At("held"), seal));
        using var model = new MemoryStream("""{"bias":5,"suspicious":0.1,"malicious":0.2,"weights":{}}"""u8.ToArray());
        Desk = new Desk(new Judge(key, Ledger.Memory, new JudgeOptions(), HijackModel.Load(model), Clock), Ledger, Vault, seal, new SearchTerms(key), () => new DeskOptions(), Clock);
        Loop = new DeskLoop(Ledger, Desk, capacity, "test desk");
    }

    public ManualClock Clock { get; } = new();

    public MessageParser Parser { get; } = new(MessageLimits.Default);

    public WatchedLedger Ledger { get; }

    public GatedVault Vault { get; }

    public Desk Desk { get; }

    public DeskLoop Loop { get; }

    /// <summary>Mails whose bytes are kept.</summary>
    public int Held => Directory.Exists(_folder.At("held")) ? Directory.EnumerateFiles(_folder.At("held"), "*", SearchOption.AllDirectories).Count() : 0;

    public static Envelope Envelope(params string[] recipients) => new("192.0.2.1", "mx.firm.example", "a@firm.example", recipients.Length > 0 ? recipients : ["b@werk.example"]);

    public static MemoryStream Clean(int number) => Mail($"Message-ID: <{number}@firm.example>\nFrom: a@firm.example\nTo: b@werk.example\nSubject: Letter {number}\n\nHello {number}.\n");

    public static MemoryStream Malicious(int number) => Mail(
        $"Message-ID: <{number}@firm.example>\nIn-Reply-To: <x@werk.example>\nFrom: a@firm.example\nTo: b@werk.example\nSubject: Re: Letter {number}\n\nSee http://new.example/{number}\n");

    public Arrival Arrival(Stream content)
    {
        var (repeat, digest) = RepeatKeys.Of("mx", Envelope(), content, 0);
        return new Arrival("mx", Mode.Enforce, Parser.Parse(new ReceivedMail("mx", 0, content, Envelope(), Clock.GetUtcNow()), CancellationToken.None), content, repeat, digest, null);
    }

    public Task<Answer> SettleAsync(Stream content) => Loop.SettleAsync(Arrival(content), TimeSpan.FromMinutes(1), Clock, TestContext.Current.CancellationToken);

    /// <summary>Keeps the desk's thread busy until it is let on.</summary>
    public Task StopDesk()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _closed.Reset();
        _ = Loop.DoAsync(_ =>
        {
            reached.SetResult();
            _closed.Wait(CancellationToken.None);
            return 0;
        });
        return reached.Task;
    }

    public void LetOn() => _closed.Set();

    public async ValueTask DisposeAsync()
    {
        LetOn();
        Vault.Gate.Set();
        await Loop.DisposeAsync();
        Ledger.Dispose();
        _folder.Dispose();
    }

    private static MemoryStream Mail(string text) => new(Encoding.ASCII.GetBytes(text.ReplaceLineEndings("\r\n")));
}
