namespace Postvakt.Quarantine;

/// <summary>Why a decision was refused.</summary>
public enum Refusal
{
    None = 0,
    NotAllowed,
    Unknown,

    /// <summary>The mail is not in a state in which this can be decided.</summary>
    NotHeld,
    Locked,
    NoReason,

    /// <summary>The same person cannot be both of two.</summary>
    SamePerson,
    WrongRecipient,
}
