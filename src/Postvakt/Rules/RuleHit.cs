using Postvakt.Mql.Explaining;

namespace Postvakt.Rules;

/// <summary>A rule that matched a mail.</summary>
/// <param name="Evidence">What of the mail made it match.</param>
public sealed record RuleHit(MailRule Rule, IReadOnlyList<MqlEvidence> Evidence);
