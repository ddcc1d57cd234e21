namespace Postvakt.Intake.Ledger;

/// <summary>How often a finding came from one source.</summary>
/// <param name="Mails">Mails with it, as far back as records are kept.</param>
/// <param name="Clean">Those of them that were judged clean when they came.</param>
public sealed record SourceHits(string Source, long Mails, long Clean, DateTimeOffset Last);
