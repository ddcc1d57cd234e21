namespace Postvakt.Tests.Authentication.Support;

/// <summary>A wall clock that stands at a time; timers run as usual.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
