namespace Postvakt.Memory;

/// <summary>What is habitual about a correspondent. The values are stored; do not renumber.</summary>
public enum HabitKind
{
    /// <summary>Mail program without its version.</summary>
    Client = 1,

    /// <summary>Form of the Message-ID.</summary>
    IdShape = 2,

    /// <summary>Offset of the Date field from UTC.</summary>
    Zone = 3,

    /// <summary>Where the mail entered the net: registrable domain of the oldest hop.</summary>
    Route = 4,

    /// <summary>Domain and result that our own server authenticated.</summary>
    Authentication = 5,

    /// <summary>Domain of the envelope sender.</summary>
    Envelope = 6,

    /// <summary>Registrable domain linked in authored text or signature.</summary>
    Host = 7,

    /// <summary>Kind of attachment sent.</summary>
    Attachment = 8,

    /// <summary>Password-protected archives.</summary>
    Encryption = 9,

    /// <summary>Where answers are asked to go.</summary>
    ReplyTo = 10,

    /// <summary>Conversations answered in one hour, as a power of two.</summary>
    Pace = 11,

    /// <summary>First word of the greeting.</summary>
    Greeting = 12,

    /// <summary>Bank account named in authored text or signature.</summary>
    Account = 13,
}
