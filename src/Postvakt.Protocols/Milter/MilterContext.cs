namespace Postvakt.Protocols.Milter;

/// <summary>What all connections of a server share.</summary>
internal sealed record MilterContext(MilterOptions Options, IMilterHandler Handler, MilterHooks Hooks, TimeProvider Clock, Action<MilterIncident> Listener)
{
    public MessagePlaces Places { get; } = new(Options.MaxConcurrentMessages);

    /// <summary>Best effort: a listener that fails must not end a session.</summary>
    public void Tell(MilterIncidentKind kind, string peer, string text, Exception? fault = null)
    {
        try
        {
            Listener(new(kind, peer, text, fault));
        }
        catch (Exception)
        {
            // There is nobody left to tell.
        }
    }

    public long Now => Clock.GetTimestamp();

    /// <summary>The timestamp this far from now.</summary>
    public long After(TimeSpan time) => Now + (long)(time.TotalSeconds * Clock.TimestampFrequency);
}
