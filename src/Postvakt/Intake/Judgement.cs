using Postvakt.Conversations;
using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Indicators;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Rules;

namespace Postvakt.Intake;

/// <summary>What was concluded about one mail, and everything it rests on.</summary>
public sealed record Judgement(
    Message Message,
    MessageProfile Profile,
    Recollection Known,
    ConversationMatch Match,
    FactSheet Facts,
    IReadOnlyList<Finding> Findings,
    Verdict Verdict,
    Disposition Disposition,
    double Score,
    IReadOnlyList<Indicator> Indicators,
    IReadOnlyList<SignalHit> Kin)
{
    /// <summary>One sentence that says why.</summary>
    public required string Summary { get; init; }

    /// <summary>The mail as rules see it.</summary>
    public required RuleMail RuleMail { get; init; }

    /// <summary>Name of the campaign it belongs to, or empty.</summary>
    public string Campaign { get; init; } = "";
}
