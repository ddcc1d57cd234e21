namespace Postvakt.Server.Configuration;

/// <summary>Whose subjects go along.</summary>
public enum EventSubjects
{
    None,

    /// <summary>Of suspicious and worse mail.</summary>
    Flagged,
    All,
}
