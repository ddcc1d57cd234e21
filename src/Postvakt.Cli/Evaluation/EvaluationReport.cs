using System.Globalization;
using Postvakt.Detection;

namespace Postvakt.Cli.Evaluation;

/// <summary>Rates of one organisation as text.</summary>
internal static class EvaluationReport
{
    public static void Write(TextWriter writer, string name, IReadOnlyList<Outcome> outcomes)
    {
        var hijacks = outcomes.Where(o => o.Label.Hijack).ToArray();
        var natural = outcomes.Where(o => !o.Label.Hijack && !o.Label.HardNegative).ToArray();
        var hard = outcomes.Where(o => o.Label.HardNegative).ToArray();
        writer.WriteLine($"== {name}: {outcomes.Count} mails");
        Row(writer, "hijacks", hijacks);
        Row(writer, "first mail of each attack", [.. hijacks.Where(h => h.Label.Campaign.Length > 0).GroupBy(h => h.Label.Campaign).Select(g => g.First())]);
        Row(writer, "natural mail", natural, 3);
        Row(writer, "natural mail with a claim", [.. natural.Where(n => n.Claims)], 3);
        Row(writer, "odd but genuine mail", hard);
        foreach (var letter in hijacks.SelectMany(h => h.Label.Variant.Split('+')).Distinct().Order(StringComparer.Ordinal))
            Row(writer, "  variant " + letter, [.. hijacks.Where(h => h.Label.Variant.Split('+').Contains(letter))]);
        foreach (var kind in hard.GroupBy(h => h.Label.Variant).OrderBy(g => g.Key, StringComparer.Ordinal)) Row(writer, "  " + kind.Key, [.. kind]);
    }

    /// <summary>What each exception let through that would have been flagged.</summary>
    public static void Write(TextWriter writer, ExceptionBook exceptions, IReadOnlyList<Outcome> outcomes)
    {
        foreach (var rule in exceptions.Rules)
        {
            var through = outcomes.Where(o => o.Exception == rule.Id).ToArray();
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"exception {rule.Id,-20} lets through {through.Length:N0} flagged mails, {through.Count(o => o.Label.Hijack):N0} of them hijacks"));
        }
    }

    /// <summary>What each mail rule matched, the most useful first.</summary>
    public static void Write(TextWriter writer, RulesInForce rules, IReadOnlyList<Outcome> outcomes)
    {
        var byRule = outcomes.SelectMany(o => o.Rules.Distinct().Select(r => (Rule: r, Outcome: o))).ToLookup(m => m.Rule, m => m.Outcome, StringComparer.OrdinalIgnoreCase);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"== mail rules: {rules.Book.Rules.Count:N0} read, {rules.Book.Running:N0} can match here, {byRule.Count:N0} matched"));
        writer.WriteLine("   hijacks  missed by the rest  natural  odd   rule");
        foreach (var matched in byRule.OrderByDescending(m => m.Count(o => o.Label.Hijack)).ThenBy(m => m.Count()))
        {
            var (hijacks, odd) = (matched.Where(o => o.Label.Hijack).ToArray(), matched.Count(o => o.Label.HardNegative));
            var rule = rules.Book.ById[matched.Key];
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"   {hijacks.Length,7}  {hijacks.Count(h => h.WithoutRules is Verdict.Clean or Verdict.Undetermined),18}  {matched.Count() - hijacks.Length - odd,7}  {odd,4}  {(rule.Counts ? "" : "observed: ")}{rule.Rule.Severity} {Output.Plain.Text(rule.Rule.Name, 90)}"));
        }
    }

    private static void Row(TextWriter writer, string name, IReadOnlyCollection<Outcome> some, int digits = 1)
    {
        if (some.Count == 0) return;
        var (malicious, found) = (some.Count(o => o.Malicious), some.Count(o => o.Found));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-28} malicious {Rate(malicious, some.Count, digits),9} ({malicious}/{some.Count})   with suspicious {Rate(found, some.Count, digits),9} ({found}/{some.Count})"));
    }

    private static string Rate(int part, int whole, int digits) => (100.0 * part / whole).ToString("F" + digits, CultureInfo.InvariantCulture) + " %";
}
