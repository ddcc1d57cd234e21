namespace Postvakt.Messages;

/// <summary>What the transfer said of a mail, apart from its content (RFC 5321). Unknown parts are empty.</summary>
public sealed record Envelope(string ClientAddress, string Helo, string MailFrom, IReadOnlyList<string> Recipients)
{
    public static readonly Envelope Unknown = new("", "", "", []);
}
