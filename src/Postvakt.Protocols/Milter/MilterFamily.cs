namespace Postvakt.Protocols.Milter;

/// <summary>How the SMTP client reached the mail server.</summary>
public enum MilterFamily
{
    /// <summary>The server would not or could not say.</summary>
    Unknown,
    Unix,
    IPv4,
    IPv6,
}
