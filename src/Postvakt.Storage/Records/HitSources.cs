using Postvakt.Detection;
using Postvakt.Signals;

namespace Postvakt.Storage.Records;

/// <summary>Findings whose source is counted: each has an index of its own, which is used only where the id stands in the text of the query.</summary>
internal static class HitSources
{
    /// <summary>The id as a literal of SQL. Throws for any other finding.</summary>
    public static string Literal(string finding) => finding is ExceptionRule.Finding or KnownIndicator.Finding or RuleDetector.Finding or FeedIndicator.Finding ? $"'{finding}'" : throw new ArgumentOutOfRangeException(nameof(finding), finding, "no such hits are counted");
}
