using Postvakt.Intake.Ledger;

namespace Postvakt.Storage;

/// <summary>The store cannot do what it must: disk full, file damaged, no right to write, no connection. The message is for an operator.</summary>
public sealed class StoreException : LedgerException
{
    public StoreException() { }
    public StoreException(string message) : base(message) { }
    public StoreException(string message, Exception inner) : base(message, inner) { }
}
