using Postvakt.Messages;

namespace Postvakt.Authentication;

/// <summary>How mail is verified.</summary>
public sealed record VerifierOptions
{
    /// <summary>Our name in the results (RFC 8601 2.5).</summary>
    public required string AuthservId { get; init; }

    /// <summary>All look-ups of one mail together. 8 s: a resolver tries again within; a sending server waits minutes.</summary>
    public TimeSpan MessageTime { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Domains of forwarders and lists whose ARC seal counts.</summary>
    public IReadOnlyList<string> TrustedSealers { get; init; } = [];

    public MessageLimits Limits { get; init; } = MessageLimits.Default;
}
