namespace Postvakt.Indicators;

/// <summary>An observable worth searching for elsewhere, with a normalised value.</summary>
/// <param name="Type">host, url, address, file; from inside attachments also path, command, function, sha256, dde.</param>
public sealed record Indicator(string Type, string Value);
