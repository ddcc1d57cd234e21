using Postvakt.Hunts;

namespace Postvakt.Server.Responding;

/// <param name="Mails">By time.</param>
/// <param name="IsWhole">False where there are more.</param>
internal sealed record MailHuntResult(IReadOnlyList<MailTrace> Mails, IReadOnlyList<KnownPlace> Places, bool IsWhole);
