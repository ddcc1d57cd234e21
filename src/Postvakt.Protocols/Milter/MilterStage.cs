namespace Postvakt.Protocols.Milter;

/// <summary>A step of the SMTP dialogue; macros belong to the step that they were sent for.</summary>
public enum MilterStage
{
    Connect,
    Helo,
    MailFrom,
    Recipient,
    Data,
    Header,
    EndOfHeaders,
    Body,
    EndOfMessage,
}
