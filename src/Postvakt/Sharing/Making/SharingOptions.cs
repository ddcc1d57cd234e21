namespace Postvakt.Sharing.Making;

/// <summary>What an organisation tells of itself when it shares.</summary>
public sealed record SharingOptions
{
    /// <summary>Its name as partners know it; empty: its first domain, or "Postvakt" where none is known.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>Domains of the organisation itself, lower case.</summary>
    public IReadOnlyList<string> OwnDomains { get; init; } = [];

    /// <summary>Whether indicators may name these domains: an account of ours that a thief wrote from. False: they are left out.</summary>
    public bool TellOwnDomains { get; init; }

    public Producer Producer => Producer.Named(Organisation.Length > 0 ? Organisation : OwnDomains.Count > 0 ? OwnDomains[0] : "Postvakt");
}
