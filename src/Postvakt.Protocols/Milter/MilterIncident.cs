namespace Postvakt.Protocols.Milter;

/// <summary>Something worth a line in the log. Never holds text of a mail.</summary>
/// <param name="Peer">The mail server's end of the connection; a running number for Unix sockets.</param>
/// <param name="Text">One plain sentence.</param>
/// <param name="Fault">What was thrown, where something was.</param>
public sealed record MilterIncident(MilterIncidentKind Kind, string Peer, string Text, Exception? Fault = null);
