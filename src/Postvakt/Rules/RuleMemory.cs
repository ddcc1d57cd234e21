using Postvakt.Memory;

namespace Postvakt.Rules;

/// <summary>What Memory said about a mail: nothing is asked again.</summary>
/// <param name="SeesOwnMail">Mail that the organisation's people write is learned too; without it nothing tells that somebody was never written to.</param>
public sealed record RuleMemory(Question Question, Recollection Known, bool SeesOwnMail);
