using Postvakt.Intake.Ledger;

namespace Postvakt.Web;

/// <summary>Has things done with a ledger, one at a time and each in a transaction of its own; who waits here keeps no mail waiting.</summary>
public interface ILedgerLine
{
    Task<T> DoAsync<T>(Func<ILedger, T> errand, CancellationToken cancellation);
}
