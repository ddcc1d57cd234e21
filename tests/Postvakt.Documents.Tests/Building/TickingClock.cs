namespace Postvakt.Documents.Tests.Building;

/// <summary>A clock on which every look at it costs a millisecond: counts looks instead of time.</summary>
internal sealed class TickingClock : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => Interlocked.Increment(ref _ticks);
}
