namespace Postvakt.Advisories;

/// <summary>What became of one person's copy. The values are stored; do not renumber.</summary>
public enum DeliveryState
{
    Waiting = 0,

    /// <summary>The mail server, or Teams, took it.</summary>
    Accepted = 1,

    /// <summary>It was refused for good.</summary>
    Refused = 2,

    /// <summary>It was tried for as long as it makes sense.</summary>
    Undeliverable = 3,

    /// <summary>The advisory was withdrawn before.</summary>
    Dropped = 4,
}
