using Postvakt.Intake.Ledger;

namespace Postvakt.Server.Gateway;

/// <summary>Errands with a ledger that no desk works with, on the thread of who asks. One at a time: a ledger is used by one thread.</summary>
internal sealed class LedgerErrands(ILedger ledger) : IErrands, IDisposable
{
    private readonly Lock _lock = new();

    /// <summary>Closes the ledger unless an errand is under way: that one ends with the process.</summary>
    public void Dispose()
    {
        if (!_lock.TryEnter()) return;
        ledger.Dispose();
        _lock.Exit();
    }

    public Task<T> DoAsync<T>(Func<ILedger, T> errand)
    {
        lock (_lock)
        {
            try
            {
                var result = errand(ledger);
                ledger.Commit();
                return Task.FromResult(result);
            }
            catch
            {
                ledger.Rollback();
                throw;
            }
        }
    }
}
