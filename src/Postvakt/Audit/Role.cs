namespace Postvakt.Audit;

/// <summary>What somebody may do; each role may do what the ones before it may. The values are stored; do not renumber.</summary>
public enum Role
{
    /// <summary>Sees and asks about mail of one's own.</summary>
    Employee = 0,

    /// <summary>Looks at held mail and decides on it.</summary>
    Analyst = 1,

    /// <summary>Locks and unlocks, and decides for everybody.</summary>
    Responder = 2,

    /// <summary>Runs the installation.</summary>
    Administrator = 3,
}
