using Postvakt.Intake.Ledger;
using Postvakt.Server.Gateway;
using Postvakt.Web;

namespace Postvakt.Server.Serving;

/// <summary>The console's way to the ledger.</summary>
internal sealed class ConsoleLedger(IErrands errands) : ILedgerLine
{
    public Task<T> DoAsync<T>(Func<ILedger, T> errand, CancellationToken cancellation) => errands.DoAsync(errand).WaitAsync(cancellation);
}
