using Postvakt.Rules;

namespace Postvakt.Server.Rules;

/// <summary>How the mail rules stand.</summary>
/// <param name="ReadAt">When the rules in force were read.</param>
/// <param name="Running">Rules that mail is tested with; the rest cannot match for lack of what they need, or are no conditions.</param>
/// <param name="Counting">Those of them that count towards the verdict.</param>
/// <param name="Changed">Promoted rules that say something else now, and are observed again.</param>
/// <param name="Problems">What is wrong with rules or lists, a sentence each, at most 20.</param>
/// <param name="Refused">Why newer files were not taken over, or null: the rules in force are older then.</param>
public sealed record RuleStatus(DateTimeOffset ReadAt, int Rules, int Running, int Counting, int Changed, IReadOnlyList<string> Problems, string? Refused)
{
    /// <summary>All that somebody should look after.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Troubles => Refused is { } refused ? [refused, .. Problems] : Problems;

    internal static RuleStatus Of(RuleBook book, DateTimeOffset readAt, string? refused = null) => new(
        readAt, book.Rules.Count, book.Running, book.Rules.Count(r => r.Counts && r.Rule.Type == "rule"), book.Rules.Count(r => r.HasChanged),
        [.. book.Library.Problems.Where(p => p.IsError).Take(20).Select(p => p.ToString())], refused);
}
