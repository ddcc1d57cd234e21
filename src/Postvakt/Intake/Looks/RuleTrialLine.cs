using Postvakt.Detection;
using Postvakt.Mql.Explaining;

namespace Postvakt.Intake.Looks;

/// <summary>A mail that a tried rule matches, or nearly does. Author, subject and evidence are text of the mail.</summary>
/// <param name="Record">Its id.</param>
/// <param name="Verdict">What is said of it.</param>
/// <param name="Evidence">Of a match, what made it.</param>
/// <param name="Failing">Of a near miss, the one condition that does not hold; null for a match.</param>
public sealed record RuleTrialLine(string Record, string From, string Subject, Verdict Verdict, IReadOnlyList<MqlEvidence> Evidence, string? Failing);
