namespace Postvakt.Mql.Syntax;

/// <summary>What is wrong with a source, and where.</summary>
internal sealed record Fault(Place Place, string Message);
