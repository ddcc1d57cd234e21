namespace Postvakt.Sharing;

/// <summary>What a report is written as.</summary>
public enum ShareFormat
{
    Stix,
    Misp,
    Csv,
    Plain,
    Sigma,
    Mql,
}
