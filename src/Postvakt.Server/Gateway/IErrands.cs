using Postvakt.Intake.Ledger;

namespace Postvakt.Server.Gateway;

/// <summary>Has things done with a ledger, one at a time and each in a transaction of its own.</summary>
internal interface IErrands
{
    Task<T> DoAsync<T>(Func<ILedger, T> errand);
}
