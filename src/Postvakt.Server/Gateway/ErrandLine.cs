using Postvakt.Intake.Ledger;

namespace Postvakt.Server.Gateway;

/// <summary>A line of its own for those who ask over the network: few errands at once, so that they wait for each other and not the mail for them.</summary>
internal sealed class ErrandLine(IErrands ledger, int atOnce) : IErrands, IDisposable
{
    private readonly SemaphoreSlim _line = new(atOnce);

    public async Task<T> DoAsync<T>(Func<ILedger, T> errand)
    {
        await _line.WaitAsync().ConfigureAwait(false);
        try
        {
            return await ledger.DoAsync(errand).ConfigureAwait(false);
        }
        finally
        {
            _line.Release();
        }
    }

    public void Dispose() => _line.Dispose();
}
