using System.Text;
using Postvakt.Indicators;

namespace Postvakt.Hunts;

/// <summary>Rules that look through logs for indicators of mail: each a keyword that may stand anywhere in an event.</summary>
internal static class IndicatorRules
{
    /// <summary>Shorter values stand everywhere. "a.js".</summary>
    private const int MinLength = 4;

    /// <summary>Indicators that are looked for. 1,000: as many rules.</summary>
    public const int Max = 1_000;

    /// <summary>Sigma rules as YAML, one for each indicator and product; empty where there is nothing to look for.</summary>
    public static string Write(HuntKind kind, IEnumerable<Indicator> indicators)
    {
        var text = new StringBuilder();
        foreach (var indicator in indicators.Distinct().Where(i => i.Value.Length >= MinLength && !i.Value.Any(char.IsControl)).Take(Max))
        {
            foreach (var product in kind switch { HuntKind.Exchange => (string[])["exchange", "windows"], HuntKind.Endpoint => ["windows"], _ => ["m365", "azure"] })
            {
                text.Append("---\ntitle: ").Append(Quoted($"Indicator of mail: {indicator.Type} {Defanged.Of(indicator)}"));
                text.Append("\nauthor: Postvakt\nlogsource:\n    product: ").Append(product).Append("\ndetection:\n    keywords:\n        - ").Append(Quoted(Escaped(Sought(indicator)))).Append("\n    condition: keywords\nlevel: high\n");
            }
        }
        return text.ToString();
    }

    /// <summary>A link as logs have it: without its scheme, and without what a browser keeps to itself.</summary>
    private static string Sought(Indicator indicator)
    {
        if (indicator.Type != "url") return indicator.Value;
        var start = indicator.Value.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0;
        var end = indicator.Value.IndexOf('#', start);
        return (end < 0 ? indicator.Value[start..] : indicator.Value[start..end]).TrimEnd('/');
    }

    /// <summary>Nothing in it is a wildcard (Sigma rules specification 2.1.0, "Escaping").</summary>
    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal);

    private static string Quoted(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
}
