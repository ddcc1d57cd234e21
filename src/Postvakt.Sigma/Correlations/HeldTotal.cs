namespace Postvakt.Sigma.Correlations;

/// <summary>Events that all correlations of a session hold together.</summary>
internal sealed class HeldTotal
{
    public long Events { get; set; }
}
