using Postvakt.Detection;

namespace Postvakt.Intake.Ledger;

/// <summary>What was answered to a mail, enough to answer a repeat of it the same way.</summary>
/// <param name="Id">Id of the record, which X-Postvakt-Id and rejections name.</param>
/// <param name="Applied">What was done with the mail.</param>
public sealed record StoredAnswer(string Id, Verdict Verdict, Disposition Applied, double Score, string Summary);
