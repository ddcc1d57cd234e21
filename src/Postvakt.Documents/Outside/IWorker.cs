namespace Postvakt.Documents.Outside;

/// <summary>A running worker.</summary>
public interface IWorker
{
    /// <summary>What it reads.</summary>
    Stream In { get; }

    /// <summary>What it answers.</summary>
    Stream Out { get; }

    /// <summary>Ends it at once, whatever it does; reads from <see cref="Out"/> end or fail then. May be called more than once and from any
    /// thread. End the process before its streams: disposing a stream may wait for a read that only the process's end breaks off.</summary>
    void Kill();
}
