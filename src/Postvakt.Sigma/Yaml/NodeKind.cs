namespace Postvakt.Sigma.Yaml;

/// <summary>What a value of a YAML file is, after the core schema of YAML 1.2: quoted values are always text.</summary>
internal enum NodeKind
{
    Null,
    Text,
    Number,
    Boolean,
    List,
    Map,
}
