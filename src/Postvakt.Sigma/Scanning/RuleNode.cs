namespace Postvakt.Sigma.Scanning;

/// <summary>A condition over the atoms of a bucket.</summary>
internal abstract class RuleNode
{
    /// <summary>Rough cost, so that what the index answers is asked first.</summary>
    public abstract int Cost { get; }

    public abstract bool Holds(SigmaSession session);
}
