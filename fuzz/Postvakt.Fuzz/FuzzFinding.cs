namespace Postvakt.Fuzz;

/// <param name="What">Kind of trouble and where it came from; one is kept of each.</param>
internal sealed record FuzzFinding(string What, string Detail, byte[] Input, int Variant);
