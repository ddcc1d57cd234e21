namespace Postvakt.Incidents;

/// <summary>Where an incident stands. The values are stored; do not renumber.</summary>
public enum IncidentState
{
    /// <summary>A campaign, report or hunt asks for it; nobody took it up yet.</summary>
    Proposed = 0,
    Open = 1,

    /// <summary>Over, with a closing report.</summary>
    Closed = 2,

    /// <summary>A proposal that was none.</summary>
    Dismissed = 3,
}
