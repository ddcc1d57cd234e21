namespace Postvakt.Hunts;

/// <summary>Where is looked, and for what.</summary>
public enum HuntKind
{
    /// <summary>Mail servers: how they came in.</summary>
    Exchange,

    /// <summary>PCs and servers: what the mail started.</summary>
    Endpoint,

    /// <summary>Microsoft 365 and Entra ID: the break-in where there is no server of one's own.</summary>
    M365,
}
