namespace Postvakt.Intake.Ledger;

/// <param name="Records">Records dropped.</param>
/// <param name="Held">Held items that expired now.</param>
public sealed record LedgerExpiry(long Records, long Held);
