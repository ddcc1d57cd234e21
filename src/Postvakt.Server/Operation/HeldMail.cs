using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Quarantine;

namespace Postvakt.Server.Operation;

/// <summary>A held mail as an operator sees it.</summary>
/// <param name="Subject">Empty when its key is missing.</param>
/// <param name="Findings">Sentences, worst first.</param>
/// <param name="History">What was decided and tried, newest first.</param>
public sealed record HeldMail(
    QuarantineItem Item, string From, string Subject, string Verdict, double Score, string Summary, string Campaign, IReadOnlyList<string> Findings, IReadOnlyList<AuditEntry> History);
