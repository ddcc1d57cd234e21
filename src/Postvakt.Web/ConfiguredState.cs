using Postvakt.Detection;

namespace Postvakt.Web;

/// <summary>What is configured, as far as the console shows it.</summary>
/// <param name="Mode">Where nothing else is said.</param>
/// <param name="Others">Modes of listeners and domains that differ from it, by name.</param>
/// <param name="CanRelease">Whether released mail can be handed over to anybody.</param>
public sealed record ConfiguredState(Mode Mode, IReadOnlyList<(string Name, Mode Mode)> Others, bool CanRelease);
