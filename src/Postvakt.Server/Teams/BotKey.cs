using Microsoft.IdentityModel.Tokens;

namespace Postvakt.Server.Teams;

/// <summary>A key that the Bot Connector signs with.</summary>
/// <param name="Endorsements">Channels that it may speak for.</param>
internal sealed record BotKey(RsaSecurityKey Key, IReadOnlyList<string> Endorsements);
