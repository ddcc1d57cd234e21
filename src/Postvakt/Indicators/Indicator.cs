namespace Postvakt.Indicators;

/// <summary>An observable worth searching for elsewhere, with a normalised value.</summary>
/// <param name="Type">host, url, address, file.</param>
public sealed record Indicator(string Type, string Value);
