namespace Postvakt.Sigma.Yaml;

/// <summary>Bounds of what is read from a YAML file; whoever writes rule files may not be a friend.</summary>
internal static class YamlLimits
{
    /// <summary>Bytes of a file. 2 MiB: the largest public rule has 60 KiB; a mistaken path must not be parsed.</summary>
    public const int MaxBytes = 2 << 20;

    /// <summary>Levels of lists and maps. 24: a rule has six.</summary>
    public const int MaxDepth = 24;

    /// <summary>Values of one document with aliases written out. 50,000: a few lines of aliases can stand for billions.</summary>
    public const int MaxNodes = 50_000;

    /// <summary>Documents of one file.</summary>
    public const int MaxDocuments = 2_000;

    /// <summary>Documents of one file that are no YAML: a file of another kind must not give a sentence for each of its lines.</summary>
    public const int MaxBroken = 100;
}
