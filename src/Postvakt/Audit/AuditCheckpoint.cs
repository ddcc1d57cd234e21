namespace Postvakt.Audit;

/// <summary>
/// A signed statement of how far a node's chain had come: who holds it can tell whether the chain was written anew since, and what stands before it may be dropped.
/// </summary>
/// <param name="Number">Of the entry it speaks of.</param>
/// <param name="Hash">Of that entry, in hexadecimal.</param>
/// <param name="At">When it was made.</param>
/// <param name="Mark">Signature of the key ring's token key over all the rest.</param>
public sealed record AuditCheckpoint(string Node, long Number, string Hash, DateTimeOffset At, string Mark)
{
    /// <summary>Kind in the register; the id is node and number.</summary>
    public const string Kind = "checkpoint";

    /// <summary>What the mark is made over.</summary>
    public static string Text(string org, string node, long number, string hash, DateTimeOffset at) => FormattableString.Invariant($"checkpoint:{org}:{node}:{number}:{hash}:{at.ToUnixTimeMilliseconds()}");

    public string Id => FormattableString.Invariant($"{Node}/{Number:D12}");
}
