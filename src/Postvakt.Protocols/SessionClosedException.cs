namespace Postvakt.Protocols;

/// <summary>The peer closed the connection, broke the protocol beyond repair, or ran out of time. Expected; ends one session.</summary>
public sealed class SessionClosedException : IOException
{
    public SessionClosedException() { }
    public SessionClosedException(string message) : base(message) { }
    public SessionClosedException(string message, Exception inner) : base(message, inner) { }
}
