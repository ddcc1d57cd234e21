using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Server.Installations;
using Postvakt.Storage.Postgres;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>Where numbered mails ended: how often each was let through, and how often it is held.</summary>
internal sealed record NumberedEnds(IReadOnlyDictionary<int, int> Queued, IReadOnlyDictionary<int, int> Held)
{
    /// <summary>What waits in queues, and what nodes that have stopped hold on one PostgreSQL.</summary>
    /// <param name="data">Data directory of one of the nodes; the key ring beside it is that of all.</param>
    public static NumberedEnds Read(string queued, string data, string connection)
    {
        var keys = KeyRing.Open(data + ".keys", mayCreate: false);
        using var shared = new PostgresStore(new PostgresOptions { ConnectionString = connection }, keys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, TimeProvider.System);
        using var ledger = shared.OpenLedger();
        return new(NumberedMails.Count(queued), NumberedMails.Count(HeldMail.Read(ledger, ledger, shared.OpenVault(keys.Seal))));
    }

    /// <summary>None of so many is lost, none is held twice, some are held; twice in all is only what a server took while its answer was lost.</summary>
    public void AreWhole(int mails, PatientSender sender)
    {
        int[] numbers = [.. Enumerable.Range(0, mails)];
        TestContext.Current.TestOutputHelper?.WriteLine($"{mails} mails: {Queued.Count} queued, {Held.Count} held, {numbers.Count(n => Times(n) > 1)} doubled; {sender.Refusals} answers 4xx, {sender.Lost.Count} answers lost");
        Assert.DoesNotContain(numbers, n => Times(n) == 0);
        Assert.DoesNotContain(numbers, n => Times(n) > 1 + sender.Lost.GetValueOrDefault(n));
        Assert.All(Held, n => Assert.Equal(1, n.Value));
        Assert.NotEmpty(Held);
    }

    private int Times(int number) => Queued.GetValueOrDefault(number) + Held.GetValueOrDefault(number);
}
