namespace Postvakt.Protocols.Smtp;

/// <summary>What the client declared of the content (RFC 6152). Its word: undeclared mail may hold any bytes as well.</summary>
public enum SmtpBody
{
    /// <summary>No BODY parameter.</summary>
    Undeclared,
    SevenBit,
    EightBit,
}
