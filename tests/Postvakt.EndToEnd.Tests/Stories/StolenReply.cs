namespace Postvakt.EndToEnd.Tests.Stories;

/// <summary>A thief's answer within a conversation.</summary>
/// <param name="Id">Message-ID without brackets.</param>
/// <param name="To">Whom it goes to.</param>
/// <param name="Mail">Header and body with CRLF line ends.</param>
internal sealed record StolenReply(string Id, IReadOnlyList<string> To, string Mail);
