using Postvakt.Indicators;

namespace Postvakt.Cli.Reports;

/// <summary>Indicators in one block, defanged, one a line, that a click selects as a whole.</summary>
internal sealed class IndicatorBlock(HtmlWriter page)
{
    private static readonly (string Type, string Heading)[] Types = [("host", "hosts"), ("url", "links"), ("file", "files"), ("address", "addresses"), ("path", "paths that code would write"), ("command", "commands that code would run"), ("function", "library functions that code would call"), ("sha256", "files by SHA-256")];

    public void Write(IReadOnlyList<Indicator> indicators, string heading)
    {
        if (indicators.Count == 0) return;
        page.Markup($"""<section class="indicators"><{heading}>Indicators</{heading}><p class="quiet">Defanged. Look before you block: addresses may be stolen accounts of people you work with. A click selects the whole block.</p><pre tabindex="0">""");
        foreach (var (type, name) in Types)
        {
            var some = indicators.Where(i => i.Type == type).Select(Defang.Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
            if (some.Length == 0) continue;
            page.Markup($"# {name} ({some.Length})\n");
            foreach (var value in some) page.Markup($"{value,500}\n");
        }
        page.Markup($"</pre></section>");
    }
}
