namespace Postvakt.Protocols.Milter;

/// <summary>Tells the mail server that a message is still being looked at. The server does so by itself; a handler need not.</summary>
public interface IMilterProgress
{
    /// <summary>Sends a sign of life now unless one is on its way. Best effort: never throws, does nothing after the answer.</summary>
    void Report();
}
