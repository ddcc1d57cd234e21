using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Sqlite;

public sealed class SqliteErasureTests() : ErasureContract(new SqliteBed())
{
    [Fact]
    public void Erasure_RolledBack_IsNone()
    {
        Ledger.Record(Mails.Malicious(1) with { Terms = [5] }, Mails.Plain(1), out _);
        Ledger.Commit();
        Ledger.Erase("r1", "a@firm.example", [5]);
        Assert.Null(Ledger.FindRecord("r1"));
        Ledger.Rollback();
        Assert.NotNull(Ledger.FindRecord("r1")!.Held);
        Assert.Equal(["r1"], Ledger.RecordsOf(5, Mails.Start, 10));
    }
}
