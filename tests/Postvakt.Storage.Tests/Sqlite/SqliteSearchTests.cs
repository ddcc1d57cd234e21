using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Sqlite;

public sealed class SqliteSearchTests : SearchContract
{
    private readonly TemporaryFolder _folder = new();

    private SqliteMemory? _memory;

    protected override OpenStore Open() => OpenStore.Of(_memory = new SqliteMemory(_folder.File("memory.db"), StoreKeys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);

    protected override long Scalar(string sql) => _memory!.File.Scalar(sql);

    public override void Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }
}
