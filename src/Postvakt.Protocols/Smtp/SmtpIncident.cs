namespace Postvakt.Protocols.Smtp;

/// <summary>Something worth a line in the log. Never holds text of a mail.</summary>
/// <param name="Peer">The client's end of the connection.</param>
/// <param name="Text">One plain sentence.</param>
/// <param name="Fault">What was thrown, where something was.</param>
public sealed record SmtpIncident(SmtpIncidentKind Kind, string Peer, string Text, Exception? Fault = null);
