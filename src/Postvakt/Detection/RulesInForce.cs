using Postvakt.Rules;

namespace Postvakt.Detection;

/// <summary>The rules that mail is judged with now, and what their matches make of it.</summary>
public sealed record RulesInForce(RuleBook Book, RulePolicy Policy)
{
    /// <summary>Those that came with the program.</summary>
    public static RulesInForce Ours { get; } = new(RuleBook.Ours, RulePolicy.Default);
}
