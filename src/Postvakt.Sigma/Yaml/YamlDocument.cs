namespace Postvakt.Sigma.Yaml;

/// <summary>One document of a file: its root, or why it could not be read.</summary>
internal sealed record YamlDocument(Node? Root, YamlFault? Fault);
