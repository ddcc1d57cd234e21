using Postvakt.Detection;

namespace Postvakt.Server.Gateway;

/// <summary>What the gateway must know of a listener to treat its mail.</summary>
/// <param name="Mode">Its own mode, or null for the general one.</param>
/// <param name="OwnTrace">Received fields on top of its mail that our own hop wrote; they differ when the same mail comes again.</param>
internal sealed record ListenerProfile(string Name, Mode? Mode, int OwnTrace)
{
    /// <summary>No mode goes further than this one.</summary>
    public Mode Highest { get; init; } = Detection.Mode.Enforce;
}
