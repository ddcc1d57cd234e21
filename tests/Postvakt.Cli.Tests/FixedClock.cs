namespace Postvakt.Cli.Tests;

/// <summary>A clock that stands still, in a zone of its own.</summary>
internal sealed class FixedClock(DateTimeOffset now, TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;

    public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("test", offset, "test", "test");
}
