using Postvakt.Authentication;
using Postvakt.Conversations;
using Postvakt.Facts;
using Postvakt.Messages;

namespace Postvakt.Rules;

/// <summary>A mail as rules see it, with what was found out about it. Immutable.</summary>
/// <param name="Facts">Null where nothing was tested against Memory: then rules that ask for the conversation are indeterminate.</param>
/// <param name="OrgDomains">Domains of the organisation; empty where none is configured: then nothing is inbound, internal or outbound, but unknown.</param>
public sealed record RuleMail(Message Message, SenderAuthentication Authentication, FactSheet? Facts, ConversationMatch? Match, IReadOnlyList<string> OrgDomains)
{
    internal bool IsOurs(string domain) => OrgDomains.Any(own => domain.EndsWith(own, StringComparison.OrdinalIgnoreCase) && (domain.Length == own.Length || domain[^(own.Length + 1)] == '.'));

    internal IEnumerable<Participant> Of(ParticipantRole role) => Message.Others.Where(p => p.Role == role);
}
