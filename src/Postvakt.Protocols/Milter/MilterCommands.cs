namespace Postvakt.Protocols.Milter;

/// <summary>The commands of a mail server and the steps at which each may come. Anything else is a broken protocol.</summary>
internal static class MilterCommands
{
    public const byte Negotiate = (byte)'O', Macros = (byte)'D', Connect = (byte)'C', Helo = (byte)'H', MailFrom = (byte)'M', Recipient = (byte)'R',
        Data = (byte)'T', Header = (byte)'L', EndOfHeaders = (byte)'N', Body = (byte)'B', EndOfMessage = (byte)'E', Abort = (byte)'A', Quit = (byte)'Q',
        QuitNewConnection = (byte)'K', Unknown = (byte)'U';

    public static bool MayCome(byte command, SessionStep step) => (At(command) & step) != 0;

    /// <summary>None for a byte that is no command.</summary>
    public static SessionStep At(byte command) => command switch
    {
        // A second negotiation is possible before the client is named: after "quit, new connection".
        Negotiate => SessionStep.New | SessionStep.Negotiated,
        Macros or Abort or QuitNewConnection => SessionStep.Settled,
        Connect => SessionStep.Negotiated,
        // A new greeting or a new sender ends an open message, as it does in SMTP (RFC 5321 4.1.4).
        Helo or MailFrom => SessionStep.Connected | SessionStep.Message,
        Recipient or Data => SessionStep.Mail,
        Header or EndOfHeaders => SessionStep.Mail | SessionStep.Data | SessionStep.Headers,
        // The end of the headers may be left out.
        Body or EndOfMessage => SessionStep.Message,
        Unknown => SessionStep.Connected | SessionStep.Message,
        Quit => SessionStep.New | SessionStep.Settled,
        _ => SessionStep.None,
    };

    /// <summary>The stage that a macro command names by the letter of the command that follows it; null for letters of a later protocol.</summary>
    public static MilterStage? StageOf(byte command) => command switch
    {
        Connect => MilterStage.Connect,
        Helo => MilterStage.Helo,
        MailFrom => MilterStage.MailFrom,
        Recipient => MilterStage.Recipient,
        Data => MilterStage.Data,
        Header => MilterStage.Header,
        EndOfHeaders => MilterStage.EndOfHeaders,
        Body => MilterStage.Body,
        EndOfMessage => MilterStage.EndOfMessage,
        _ => null,
    };
}
