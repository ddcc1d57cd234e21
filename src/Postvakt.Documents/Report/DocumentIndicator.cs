namespace Postvakt.Documents.Report;

/// <summary>An observable worth searching for elsewhere.</summary>
/// <param name="Type">url, path, command, function, sha256, dde.</param>
/// <param name="Value">As the code would use it; may be up to 2,048 characters.</param>
/// <param name="Where">File path and place.</param>
public sealed record DocumentIndicator(string Type, string Value, string Where);
