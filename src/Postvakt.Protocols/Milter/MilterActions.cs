namespace Postvakt.Protocols.Milter;

/// <summary>What a milter may do to a message; the bits of the negotiation (SMFIF). An action that the mail server did not offer is never sent.</summary>
[Flags]
public enum MilterActions
{
    None = 0,
    /// <summary>Add or insert header fields.</summary>
    AddHeaders = 0x1,
    ChangeBody = 0x2,
    AddRecipients = 0x4,
    DeleteRecipients = 0x8,
    /// <summary>Change or delete header fields.</summary>
    ChangeHeaders = 0x10,
    /// <summary>Put the message into the server's own hold queue.</summary>
    Quarantine = 0x20,
    ChangeSender = 0x40,
    /// <summary>Add a recipient with ESMTP arguments.</summary>
    AddRecipientsWithArguments = 0x80,
    /// <summary>Name the macros we want for each stage.</summary>
    ChooseMacros = 0x100,
}
