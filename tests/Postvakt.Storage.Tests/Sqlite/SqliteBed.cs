using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Sqlite;

/// <summary>A file in a folder of its own.</summary>
internal sealed class SqliteBed : StoreBed
{
    private readonly TemporaryFolder _folder = new();
    private SqliteMemory? _memory;

    public override OpenStore Open() => OpenStore.Of(_memory = new SqliteMemory(_folder.File("memory.db"), StoreKeys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);

    public override long Scalar(string sql) => _memory!.File.Scalar(sql);

    public override void Dispose() => _folder.Dispose();
}
