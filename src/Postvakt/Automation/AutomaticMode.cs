namespace Postvakt.Automation;

/// <summary>How far an action goes by itself.</summary>
public enum AutomaticMode
{
    /// <summary>Nothing happens.</summary>
    Off,

    /// <summary>It is put before responders.</summary>
    Propose,

    /// <summary>It happens, and is announced.</summary>
    Act,
}
