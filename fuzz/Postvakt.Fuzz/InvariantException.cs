namespace Postvakt.Fuzz;

/// <summary>Nothing was thrown, but the result contradicts itself.</summary>
public sealed class InvariantException : Exception
{
    public InvariantException() { }
    public InvariantException(string message) : base(message) { }
    public InvariantException(string message, Exception inner) : base(message, inner) { }
}
