using System.Collections.Concurrent;
using System.Net;

namespace Postvakt.Protocols.Smtp;

/// <summary>What all connections of a server share.</summary>
internal sealed record SmtpContext(SmtpOptions Options, ISmtpHandler Handler, TimeProvider Clock, Action<SmtpIncident> Listener)
{
    private readonly ConcurrentDictionary<IPAddress, int> _addresses = new();

    public MessagePlaces Places { get; } = new(Options.MaxConcurrentMessages);

    public long Now => Clock.GetTimestamp();

    /// <summary>The timestamp this far from now.</summary>
    public long After(TimeSpan time) => Now + (long)(time.TotalSeconds * Clock.TimestampFrequency);

    /// <summary>Counts a connection of this address; false if there are too many.</summary>
    public bool TryEnter(IPAddress address)
    {
        if (_addresses.AddOrUpdate(address, 1, static (_, n) => n + 1) <= Options.MaxConnectionsPerAddress) return true;
        Leave(address);
        return false;
    }

    public void Leave(IPAddress address)
    {
        var left = _addresses.AddOrUpdate(address, 0, static (_, n) => n - 1);
        // Taken out only if nobody came in between.
        if (left <= 0) _addresses.TryRemove(new(address, 0));
    }

    /// <summary>Best effort: a listener that fails must not end a session.</summary>
    public void Tell(SmtpIncidentKind kind, string peer, string text, Exception? fault = null)
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
}
