namespace Postvakt.Events;

/// <summary>The schemas that events are written in.</summary>
public enum EventFormat
{
    /// <summary>Elastic Common Schema.</summary>
    Ecs,

    /// <summary>Open Cybersecurity Schema Framework.</summary>
    Ocsf,
}
