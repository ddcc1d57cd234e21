using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Sqlite;

public sealed class SqliteLedgerTests() : LedgerContract(new SqliteBed())
{
    [Fact]
    public void Rollback_DropsEverythingSinceTheCommit()
    {
        Store.Ledger.Record(Mails.Entry(1), Mails.Plain(1), out _);
        Store.Ledger.Commit();
        Store.Ledger.Record(Mails.Malicious(2), Mails.Live(Mails.Ask(id: 5, author: "z@z.example")), out _);
        Store.Ledger.Rollback();
        Store.Ledger.Record(Mails.Entry(3), Mails.Plain(3), out _);
        Store.Ledger.Commit();
        Assert.NotNull(Store.Records.FindRecord("r1"));
        Assert.Null(Store.Records.FindRecord("r2"));
        Assert.NotNull(Store.Records.FindRecord("r3"));
        var known = Store.Memory.Recall(Mails.Ask(id: 5, author: "z@z.example"));
        Assert.Null(known.Author);
        Assert.Equal(0, known.DomainMessages);
        Assert.Equal((0, 0), Store.Jobs.Count());
    }

    [Fact]
    public void RolledBackLesson_StillTeachesLater()
    {
        Store.Ledger.Record(Mails.Entry(1), Mails.Plain(1), out _);
        Store.Ledger.Commit();
        var later = TimeSpan.FromHours(30);
        // This record applies the lesson of the first and fails after it.
        Assert.Throws<StoreException>(() => Store.Ledger.Record(Mails.Entry(2, later) with { Answer = Mails.Entry(1).Answer }, Mails.Plain(2, later), out _));
        Assert.Equal(0, Store.Memory.Recall(Mails.Ask(later, author: "a@firm.example")).Author!.Messages);
        Store.Ledger.Record(Mails.Entry(3, later), Mails.Plain(3, later), out _);
        Store.Ledger.Commit();
        Assert.Equal(1, Store.Memory.Recall(Mails.Ask(later, author: "a@firm.example")).Author!.Messages);
    }
}
