namespace Postvakt.Detection;

/// <summary>How far Postvakt may go. In order: a smaller mode does less.</summary>
public enum Mode
{
    /// <summary>Everything is delivered unchanged; records say what would have been done. The default.</summary>
    Observe,

    /// <summary>Odd mail is marked, nothing is held.</summary>
    Tag,

    /// <summary>Verdicts are acted on.</summary>
    Enforce,
}
