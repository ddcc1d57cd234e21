namespace Postvakt.Incidents;

/// <summary>The values are stored; do not renumber.</summary>
public enum StepState
{
    Open = 0,
    Done = 1,

    /// <summary>Left out, with a reason.</summary>
    Skipped = 2,
}
