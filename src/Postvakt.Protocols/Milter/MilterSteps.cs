namespace Postvakt.Protocols.Milter;

/// <summary>The protocol half of the negotiation (SMFIP): steps that get no reply, and features.</summary>
[Flags]
internal enum MilterSteps : uint
{
    None = 0,
    NoReplyHeader = 0x80,
    /// <summary>The server understands the reply "send no more of the body".</summary>
    CanSkipBody = 0x400,
    NoReplyConnect = 0x1000,
    NoReplyHelo = 0x2000,
    NoReplyMailFrom = 0x4000,
    NoReplyRecipient = 0x8000,
    NoReplyData = 0x1_0000,
    NoReplyUnknown = 0x2_0000,
    NoReplyEndOfHeaders = 0x4_0000,
    NoReplyBody = 0x8_0000,
    /// <summary>Header values come and go with the white space after their colon.</summary>
    LeadingSpace = 0x10_0000,
}
