using Postvakt.Quarantine;

namespace Postvakt.Server.UserReports;

/// <param name="Ruling">What is said to who handed it in; null where nothing was recorded.</param>
/// <param name="Ids">Of the reports.</param>
internal sealed record ReportReceipt(ReportReceiptKind Kind, Ruling? Ruling, IReadOnlyList<string> Ids)
{
    public static ReportReceipt Of(ReportReceiptKind kind) => new(kind, null, []);
}
