namespace Postvakt.Server.Events;

/// <summary>What became of a batch.</summary>
/// <param name="Says">What the other side said, or why it was not reached; no secret.</param>
internal sealed record SinkOutcome(SinkResult Result, string Says)
{
    /// <summary>Not before so long, where the receiver said so.</summary>
    public TimeSpan? After { get; init; }

    public static SinkOutcome Taken(string says = "taken") => new(SinkResult.Taken, says);

    public static SinkOutcome Later(string says) => new(SinkResult.Later, says);
}
