namespace Postvakt.Incidents;

/// <summary>What happens in a mailbox by itself.</summary>
/// <param name="AnswersOutside">Strangers get automatic replies; null where that is not told.</param>
public sealed record MailboxRules(IReadOnlyList<InboxRule> Rules, bool? AnswersOutside);
