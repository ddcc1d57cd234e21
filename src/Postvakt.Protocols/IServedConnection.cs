namespace Postvakt.Protocols;

/// <summary>A connection that a <see cref="SocketServer"/> looks after.</summary>
internal interface IServedConnection
{
    /// <summary>Serves it to its end and frees it. Never throws because of the peer.</summary>
    Task RunAsync();

    /// <summary>Looks at the clock: ends what stalled or takes too long.</summary>
    void Tick(long now);

    /// <summary>Ends after the message that is open, at once if none is.</summary>
    void Drain();

    /// <summary>Ends now; a handler that is at work is told, and its message deferred.</summary>
    void Cancel();

    /// <summary>Closes the socket, whatever is going on.</summary>
    void Close();
}
