namespace Postvakt.Protocols.Milter;

/// <summary>The early steps a handler wants to be asked at. Each one costs a round trip; steps not named here are answered with silence where the server allows it.</summary>
[Flags]
public enum MilterHooks
{
    None = 0,
    Connect = 0x1,
    Helo = 0x2,
    MailFrom = 0x4,
    Recipient = 0x8,
    Data = 0x10,
    Unknown = 0x20,
}
