namespace Postvakt.Server.Configuration;

/// <summary>Who is told of what happens.</summary>
public sealed record EventsConfig(IReadOnlyList<EventOutputConfig> Outputs)
{
    public static readonly EventsConfig None = new([]);

    public bool Same(EventsConfig other) => Outputs.Count == other.Outputs.Count && Outputs.Zip(other.Outputs).All(p => p.First.Same(p.Second));
}
