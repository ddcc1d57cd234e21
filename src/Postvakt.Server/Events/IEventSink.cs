using Postvakt.Events;

namespace Postvakt.Server.Events;

/// <summary>A way out for events. Used by one at a time.</summary>
internal interface IEventSink : IAsyncDisposable
{
    /// <summary>Events that it takes at once.</summary>
    int MaxBatch { get; }

    /// <summary>Hands events over in order. What goes wrong outside is an outcome; throws when cancelled only.</summary>
    Task<SinkOutcome> SendAsync(IReadOnlyList<SecurityEvent> events, CancellationToken cancellation);
}
