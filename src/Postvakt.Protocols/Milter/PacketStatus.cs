namespace Postvakt.Protocols.Milter;

internal enum PacketStatus
{
    /// <summary>Not there yet.</summary>
    Incomplete,
    Whole,
    /// <summary>A length of 0: not even a command.</summary>
    Empty,
    TooLong,
}
