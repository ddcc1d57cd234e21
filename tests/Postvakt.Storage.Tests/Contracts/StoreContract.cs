using Postvakt.Intake.Ledger;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>What holds on every store. A class for each store names its bed.</summary>
public abstract class StoreContract : IDisposable
{
    private readonly Lazy<OpenStore> _store;

    /// <param name="fill">What the store holds before a test begins; null: nothing.</param>
    protected StoreContract(StoreBed bed, Action<ILedger>? fill = null)
    {
        Bed = bed;
        _store = new(() =>
        {
            var store = bed.Open();
            fill?.Invoke(store.Ledger);
            return store;
        });
    }

    protected StoreBed Bed { get; }

    protected OpenStore Store => _store.Value;

    protected ILedger Ledger => Store.Ledger;

    public void Dispose()
    {
        if (_store.IsValueCreated) Store.Dispose();
        Bed.Dispose();
        GC.SuppressFinalize(this);
    }
}
