namespace Postvakt.Protocols.Milter;

/// <summary>What is known of client and envelope so far; complete at the end of a message.</summary>
public sealed class MilterEnvelope
{
    internal MilterEnvelope(MilterClient client, string helo, MilterMacros macros)
    {
        Client = client;
        Helo = helo;
        Macros = macros;
    }

    public MilterClient Client { get; }

    /// <summary>The name given with HELO or EHLO; empty if none was given yet.</summary>
    public string Helo { get; internal set; }

    /// <summary>MAIL FROM; null before that step.</summary>
    public MilterMailbox? Sender { get; internal set; }

    /// <summary>Recipients that were not refused, at most the options' number of them.</summary>
    public IReadOnlyList<MilterMailbox> Recipients => RecipientList;

    public MilterMacros Macros { get; }

    /// <summary>The server's name for the message (macro i); null where it has none yet.</summary>
    public string? QueueId => Macros["i"];

    internal List<MilterMailbox> RecipientList { get; } = [];
}
