namespace Postvakt.Authentication.Arc;

/// <summary>What the chain of forwarders says.</summary>
/// <param name="Sealer">Domain of the last seal when the chain passes; else empty.</param>
/// <param name="Vouches">The last sealer is one we trust, and it saw the mail pass DMARC.</param>
/// <param name="Problem">Why there is no better result, in words of ours; empty when there is.</param>
public sealed record ArcOutcome(ArcResult Result, string Sealer = "", bool Vouches = false, string Problem = "")
{
    public static readonly ArcOutcome None = new(ArcResult.None);
}
