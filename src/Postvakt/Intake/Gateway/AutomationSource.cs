namespace Postvakt.Intake.Gateway;

/// <summary>What made the product think of a mail what it thinks; the automation policy may answer each differently.</summary>
public enum AutomationSource
{
    /// <summary>Mail on its way: through a milter or as a hop.</summary>
    Gateway,

    /// <summary>The copy of a mail that is delivered already.</summary>
    Journal,

    /// <summary>People reported it.</summary>
    Report,

    /// <summary>The sender was asked, and says it was not them.</summary>
    Denied,
}
