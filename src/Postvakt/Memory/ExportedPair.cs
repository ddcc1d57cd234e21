namespace Postvakt.Memory;

/// <summary>Somebody whom a person wrote to.</summary>
public sealed record ExportedPair(string Address, int Messages, DateTimeOffset Last);
