using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Sqlite;

public sealed class PrintTableTests : IDisposable
{
    /// <summary>More than waits at a time, so that some stand in the index, some are on their way and some wait.</summary>
    private const int Messages = 9_000, Each = 16;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Prints_AreFoundWhereverTheyStand_AlsoAfterOpening()
    {
        using (var file = Open())
        using (var prints = new PrintTable(file))
        {
            file.Begin();
            for (var message = 1; message <= Messages; message++)
            {
                prints.Add(message, Of(message));
                if (message % 500 == 0) Check(prints, message);
            }
            Assert.InRange(file.Scalar("SELECT COUNT(*) FROM print"), 1, Messages * Each - 1);
            Assert.InRange(file.Scalar("SELECT COUNT(*) FROM print_waiting"), 1, Messages - 1);
            file.Commit();
        }
        using var again = Open();
        using var reopened = new PrintTable(again);
        Check(reopened, Messages);
        again.Begin();
        reopened.MoveAll();
        again.Commit();
        Check(reopened, Messages);
        Assert.Equal((Messages * Each, 0), (again.Scalar("SELECT COUNT(*) FROM print"), again.Scalar("SELECT COUNT(*) FROM print_waiting")));
    }

    [Fact]
    public void RolledBack_IsForgotten_AndWhatWasOnItsWayIsNot()
    {
        using var file = Open();
        using var prints = new PrintTable(file);
        file.Begin();
        for (var message = 1; message <= 5_000; message++) prints.Add(message, Of(message));
        file.Commit();
        file.Begin();
        for (var message = 5_001; message <= 9_000; message++) prints.Add(message, Of(message));
        file.Rollback();
        prints.Reload();
        Check(prints, 5_000);
        Assert.Equal(0, prints.Find(Of(6_000)[0], new long[9]));
        file.Begin();
        prints.MoveAll();
        file.Commit();
        Check(prints, 5_000);
        Assert.Equal(5_000 * Each, file.Scalar("SELECT COUNT(*) FROM print"));
    }

    [Fact]
    public void Find_ReturnsNoMoreThanThereIsRoomFor_AndEachHolderOnce()
    {
        using var file = Open();
        using var prints = new PrintTable(file);
        file.Begin();
        for (var message = 1; message <= 20; message++)
        {
            prints.Add(message, [7, 7]);
            if (message == 5) prints.MoveAll();
        }
        var holders = new long[9];
        Assert.Equal(9, prints.Find(7, holders));
        Assert.Equal(9, holders.Distinct().Count());
        Assert.Equal(0, prints.Find(8, holders));
    }

    private MemoryFile Open() => new(_folder.File("memory.db"), StoreKeys.Fingerprint.Id, 1);

    /// <summary>Spread like real prints; every tenth message shares them with the one before.</summary>
    private static long[] Of(int message) => [.. Enumerable.Range(0, Each).Select(n => ((message / 10 * 10 == message ? message - 1 : message) * 0x9E37_79B9_7F4AL + n * 0x1234_5678_9ABL) & 0x7FFF_FFFF_FFFF)];

    private static void Check(PrintTable prints, int messages)
    {
        var holders = new long[9];
        foreach (var message in (int[])[1, 9, 10, 11, messages / 3, messages / 2, messages - 1, messages])
        {
            foreach (var print in Of(message))
            {
                var found = holders[..prints.Find(print, holders)];
                Assert.Contains(message, found);
                Assert.Equal(message % 10 == 0 ? 2 : found.Length, found.Length);
                Assert.Equal(found.Length, found.Distinct().Count());
            }
        }
    }
}
