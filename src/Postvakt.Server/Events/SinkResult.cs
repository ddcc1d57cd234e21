namespace Postvakt.Server.Events;

internal enum SinkResult
{
    /// <summary>It is the receiver's.</summary>
    Taken,

    /// <summary>Tried again.</summary>
    Later,

    /// <summary>The receiver does not want this batch, whenever it comes.</summary>
    Refused,

    /// <summary>The receiver wants nothing more at all.</summary>
    Stopped,
}
