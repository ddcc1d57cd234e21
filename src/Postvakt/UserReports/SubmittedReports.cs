using Postvakt.Quarantine;

namespace Postvakt.UserReports;

/// <summary>What came of a submission.</summary>
/// <param name="Ids">Of the reports, one for each mail it names; those of before where it came a second time.</param>
/// <param name="IsRepeat">The same message was taken before: nothing was changed.</param>
public sealed record SubmittedReports(Ruling Ruling, IReadOnlyList<string> Ids, bool IsRepeat);
