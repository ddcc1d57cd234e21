namespace Postvakt.Hunts;

/// <summary>A log that shows a technique.</summary>
/// <param name="Source">As in <see cref="Coverage.Source"/>; "Security#4688" where only such events would show it: auditing may be off.</param>
/// <param name="Name">As a responder knows it.</param>
/// <param name="Get">Where it lies and how it is had.</param>
public sealed record TechniqueLog(string Source, string Name, string Get);
