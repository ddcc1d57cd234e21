namespace Postvakt.Mql;

/// <summary>What a rule says of a message.</summary>
public enum MqlOutcome
{
    NoMatch,
    Match,

    /// <summary>It hangs on something that is missing: it might be either.</summary>
    Indeterminate,
}
