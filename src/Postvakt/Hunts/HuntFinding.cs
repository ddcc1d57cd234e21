using Postvakt.Sigma;
using Postvakt.Sigma.Rules;

namespace Postvakt.Hunts;

/// <summary>A rule that matched, or a correlation that was fulfilled. Texts are an attacker's: escape them wherever they are shown.</summary>
/// <param name="At">Of the event; of a correlation of its last one. Null where the log has no time.</param>
/// <param name="Host">Machine it is about; empty where nothing tells.</param>
/// <param name="File">Number of the file in <see cref="HuntReport.Files"/>.</param>
/// <param name="Position">Record, line or byte in the file.</param>
public sealed record HuntFinding(SigmaRule Rule, DateTimeOffset? At, string Host, int File, long Position, IReadOnlyList<SigmaEvidence> Evidence, IReadOnlyList<Trait> Traits) : ITraced
{
    /// <summary>Of a correlation: what it joined, as sentences of rule and time, oldest first; empty otherwise.</summary>
    public IReadOnlyList<SigmaCorrelatedEvent> Joined { get; init; } = [];

    /// <summary>How many events a correlation joined; 1 of a rule.</summary>
    public int Events { get; init; } = 1;

    /// <summary>The first account that it names, or empty.</summary>
    public string Person => Traits.FirstOrDefault(t => t.Kind == TraitKind.Person).Value ?? "";

    /// <summary>What the event fulfilled: "CommandLine: …; Image: …"; of a correlation how many of what.</summary>
    public string Said
    {
        get
        {
            var parts = Evidence.Where(e => e.Value is not null).DistinctBy(e => (e.Field, e.Value)).Select(e => e.Field.Length == 0 ? e.Item == "measured" ? "measured " + e.Value : e.Value! : e.Field + ": " + e.Value);
            return string.Join("; ", Events > 1 ? parts.Prepend(FormattableString.Invariant($"{Events} events")) : parts);
        }
    }

    /// <summary>ATT&amp;CK techniques of the rule: "T1505.003".</summary>
    public IEnumerable<string> Attack => Rule.Tags.Where(t => t.StartsWith("attack.t", StringComparison.OrdinalIgnoreCase) && t.Length > 8 && char.IsAsciiDigit(t[8])).Select(t => t["attack.".Length..].ToUpperInvariant());
}
