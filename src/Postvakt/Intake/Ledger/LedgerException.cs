namespace Postvakt.Intake.Ledger;

/// <summary>The store cannot do what it must. The message is for an operator.</summary>
public abstract class LedgerException : IOException
{
    protected LedgerException() { }
    protected LedgerException(string message) : base(message) { }
    protected LedgerException(string message, Exception inner) : base(message, inner) { }

    /// <summary>True when it may have been done all the same: the connection was lost, or the wait was over, before the store had answered.</summary>
    public bool IsInDoubt { get; init; }
}
