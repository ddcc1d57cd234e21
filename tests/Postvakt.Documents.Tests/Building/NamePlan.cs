namespace Postvakt.Documents.Tests.Building;

/// <param name="Refers">Formula without its "="; empty for a name of a function that is registered at run time.</param>
internal sealed record NamePlan(string Name, string Refers, bool Hidden, bool BuiltIn);
