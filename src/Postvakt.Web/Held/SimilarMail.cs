using Postvakt.Intake.Ledger;

namespace Postvakt.Web.Held;

/// <param name="Shared">What both have: indicators made harmless, the campaign's name.</param>
public sealed record SimilarMail(LedgerEntry Record, IReadOnlyList<string> Shared);
