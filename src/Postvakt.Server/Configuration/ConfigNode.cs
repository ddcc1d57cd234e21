namespace Postvakt.Server.Configuration;

/// <summary>A value, a map or a list of the configuration, with the place it was written.</summary>
/// <param name="place">"line 12", or the name of the environment variable.</param>
internal sealed class ConfigNode(string place)
{
    public string Place { get; } = place;

    public string? Text { get; init; }

    public Dictionary<string, ConfigNode>? Map { get; init; }

    public List<ConfigNode>? List { get; init; }
}
