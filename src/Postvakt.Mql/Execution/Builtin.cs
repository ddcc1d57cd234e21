namespace Postvakt.Mql.Execution;

/// <summary>A function of the library.</summary>
/// <param name="arguments">Those by place, none null or missing, then those by name.</param>
internal delegate MqlValue Builtin(Frame frame, ReadOnlySpan<MqlValue> arguments);
