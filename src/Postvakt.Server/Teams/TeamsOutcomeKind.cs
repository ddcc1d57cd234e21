namespace Postvakt.Server.Teams;

internal enum TeamsOutcomeKind
{
    Sent,

    /// <summary>Something that passes: try again.</summary>
    Later,

    /// <summary>On this way it cannot be sent.</summary>
    Never,
}
