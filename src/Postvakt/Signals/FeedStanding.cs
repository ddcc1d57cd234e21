namespace Postvakt.Signals;

/// <summary>Whether mail is looked through for what a feed gave. The values are stored; do not renumber.</summary>
public enum FeedStanding
{
    /// <summary>Yes.</summary>
    Matched = 0,

    /// <summary>No: below it anybody registers names.</summary>
    PublicSuffix = 1,

    /// <summary>No: it is ours.</summary>
    Own = 2,

    /// <summary>No: it belongs to somebody we have to do with.</summary>
    OfPartner = 3,

    /// <summary>No: trusted mail of many people here links to it.</summary>
    UsedHere = 4,

    /// <summary>Yes, whatever it is: a person said so.</summary>
    Meant = 5,

    /// <summary>No: a person said so.</summary>
    Exempt = 6,

    /// <summary>No: the feed has it no longer. Kept some days, so that every node hears of it.</summary>
    Gone = 7,
}
