namespace Postvakt.Memory;

/// <summary>A kind of habit of a person.</summary>
/// <param name="Values">Different values; the values themselves are keyed and cannot be read back.</param>
public sealed record ExportedHabit(string Kind, int Values, int Messages);
