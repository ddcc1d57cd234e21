using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Sqlite;

public sealed class SqliteFeedTests : FeedContract
{
    private readonly TemporaryFolder _folder = new();

    protected override OpenStore Open() => OpenStore.Of(new SqliteMemory(_folder.File("memory.db"), StoreKeys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);

    public override void Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }
}
