using Postvakt.Authentication;
using Postvakt.Classification;
using Postvakt.Conversations;
using Postvakt.Directories;
using Postvakt.Documents.Inspecting;
using Postvakt.Facts;
using Postvakt.Messages;
using Postvakt.Rules.Files;
using Postvakt.Rules.Pages;

namespace Postvakt.Rules;

/// <summary>A mail as rules see it, with what was found out about it. What takes work is done when a rule first asks, for one thread.</summary>
/// <param name="facts">Null where nothing was tested against Memory: then rules that ask for the conversation are indeterminate.</param>
/// <param name="orgDomains">Domains of the organisation; empty where none is configured: then nothing is inbound, internal or outbound, but unknown.</param>
public sealed class RuleMail(Message message, SenderAuthentication authentication, FactSheet? facts, ConversationMatch? match, IReadOnlyList<string> orgDomains)
{
    /// <summary>Texts of a mail of which it is kept what they are about. 50: a rule may ask about each of many.</summary>
    private const int MaxClassified = 50;

    private RuleHeader? _header;
    private RuleHtml? _html;
    private SenderHistory? _history;
    private readonly Dictionary<(string, string), TextClassification> _classified = [];
    private RuleFiles? _files;

    public Message Message => message;

    public SenderAuthentication Authentication => authentication;

    public FactSheet? Facts => facts;

    public ConversationMatch? Match => match;

    public IReadOnlyList<string> OrgDomains => orgDomains;

    /// <summary>authserv-ids of our own servers.</summary>
    public IReadOnlyList<string> TrustedAuthserv { get; init; } = [];

    /// <summary>What Memory said when the mail was judged; null: what rules ask of the sender's past is missing.</summary>
    public RuleMemory? Memory { get; init; }

    /// <summary>Who belongs to the organisation.</summary>
    public DirectorySnapshot Directory { get; init; } = DirectorySnapshot.Empty;

    /// <summary>Null where Memory was not asked.</summary>
    internal SenderHistory? History => Memory is { } memory ? _history ??= new(memory, a => IsOurs(a[(a.LastIndexOf('@') + 1)..])) : null;

    /// <summary>The page of the mail itself; null where it has none.</summary>
    internal RuleHtml? Html => message.Bodies.FirstOrDefault(b => b.Rendered.FromHtml && !b.Enclosed) is { } body ? _html ??= new(body.Source?.Text ?? "", body) : null;

    internal RuleHeader Header => _header ??= RuleHeader.Of(message.Header);

    /// <summary>What files are opened with that nobody opened with the mail: attachments of enclosed messages, pictures. Null: what is in them is missing.</summary>
    public InspectionOptions? Inspection { get; init; }

    /// <summary>Messages that this one lies in: 0 for the mail itself.</summary>
    internal int Depth { get; init; }

    /// <summary>Of the mail that this one lies in; null for the mail itself, which has its own.</summary>
    internal RuleFileBudget? FileBudget { get; init; }

    internal RuleFiles Files => _files ??= Looked?.Files ?? new(this);

    /// <summary>The same mail as rules saw it before Memory was asked: what they found in its files then is not found out again.</summary>
    public RuleMail? Looked { get; init; }

    /// <summary>What a text of it is about; of texts that were asked about before it is known.</summary>
    internal TextClassification Classified(ITextClassifier classifier, string text, string? subject)
    {
        if (_classified.TryGetValue((text, subject ?? ""), out var known)) return known;
        known = classifier.Classify(text, subject);
        if (_classified.Count < MaxClassified) _classified[(text, subject ?? "")] = known;
        return known;
    }

    internal bool IsOurs(string domain) => OrgDomains.Any(own => domain.EndsWith(own, StringComparison.OrdinalIgnoreCase) && (domain.Length == own.Length || domain[^(own.Length + 1)] == '.'));

    internal IEnumerable<Participant> Of(ParticipantRole role) => Message.Others.Where(p => p.Role == role);
}
