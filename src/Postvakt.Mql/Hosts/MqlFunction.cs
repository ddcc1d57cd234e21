namespace Postvakt.Mql.Hosts;

/// <summary>Answers a call. Called once for each message with the same arguments. What it cannot do it answers with <see cref="MqlValue.Missing(string)"/>; it must not throw for the sake of a mail.</summary>
/// <param name="message">The message at hand.</param>
/// <param name="arguments">Those by place, of which none is null or missing, then those by name in the order of the schema, null where left out.</param>
public delegate MqlValue MqlFunction(object message, ReadOnlySpan<MqlValue> arguments);
