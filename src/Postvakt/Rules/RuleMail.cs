using Postvakt.Authentication;
using Postvakt.Conversations;
using Postvakt.Documents.Inspecting;
using Postvakt.Facts;
using Postvakt.Messages;
using Postvakt.Rules.Files;

namespace Postvakt.Rules;

/// <summary>A mail as rules see it, with what was found out about it. What rules ask of its files is found out once and kept: for one thread.</summary>
/// <param name="Facts">Null where nothing was tested against Memory: then rules that ask for the conversation are indeterminate.</param>
/// <param name="OrgDomains">Domains of the organisation; empty where none is configured: then nothing is inbound, internal or outbound, but unknown.</param>
public sealed record RuleMail(Message Message, SenderAuthentication Authentication, FactSheet? Facts, ConversationMatch? Match, IReadOnlyList<string> OrgDomains)
{
    private RuleFiles? _files;

    /// <summary>What files are opened with that nobody opened with the mail: attachments of enclosed messages, pictures. Null: what is in them is missing.</summary>
    public InspectionOptions? Inspection { get; init; }

    /// <summary>Messages that this one lies in: 0 for the mail itself.</summary>
    internal int Depth { get; init; }

    internal RuleFiles Files => _files ??= new(this);

    internal bool IsOurs(string domain) => OrgDomains.Any(own => domain.EndsWith(own, StringComparison.OrdinalIgnoreCase) && (domain.Length == own.Length || domain[^(own.Length + 1)] == '.'));

    internal IEnumerable<Participant> Of(ParticipantRole role) => Message.Others.Where(p => p.Role == role);
}
