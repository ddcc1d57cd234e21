namespace Postvakt.Sigma.Yaml;

/// <summary>Why a document could not be read, and where.</summary>
internal sealed record YamlFault(int Line, int Column, string Message);
