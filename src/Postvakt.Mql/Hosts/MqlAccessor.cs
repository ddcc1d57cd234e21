namespace Postvakt.Mql.Hosts;

/// <summary>Reads a field. Called at most once for each message where the field hangs on the message alone.</summary>
/// <param name="owner">The object: the message itself for its own fields.</param>
/// <returns>The value, of the type that the schema gives; null when the mail has none.</returns>
public delegate MqlValue MqlAccessor(object owner);
