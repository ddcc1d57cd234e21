namespace Postvakt.Server.Operation;

/// <summary>What came of reading the configuration anew.</summary>
/// <param name="Errors">All that is wrong with it; then nothing was taken over.</param>
/// <param name="Later">Keys whose change needs a restart.</param>
public sealed record ReloadResult(IReadOnlyList<string> Errors, IReadOnlyList<string> Later);
