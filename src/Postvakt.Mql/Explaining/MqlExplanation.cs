namespace Postvakt.Mql.Explaining;

/// <summary>Why a rule came to what it came to.</summary>
/// <param name="Evidence">Of a match, what made it; at most 32.</param>
/// <param name="IsCut">Parts were left out because there were more than 500, or because the steps were spent.</param>
public sealed record MqlExplanation(MqlResult Result, MqlPart Tree, IReadOnlyList<MqlEvidence> Evidence, bool IsCut);
