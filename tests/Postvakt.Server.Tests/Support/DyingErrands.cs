using Postvakt.Intake.Ledger;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Tests.Support;

/// <summary>The store as a process sees it that is killed: once it is dead nothing reaches the store any more.</summary>
internal sealed class DyingErrands(IErrands inner) : IErrands
{
    public bool IsDead { get; set; }

    public Task<T> DoAsync<T>(Func<ILedger, T> errand) => IsDead ? Task.FromException<T>(new IOException("dead")) : inner.DoAsync(errand);
}
