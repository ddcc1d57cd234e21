using Postvakt.Detection;

namespace Postvakt.Cli.Reports;

/// <summary>What the verdict rests on: the score's parts, then each finding with where it was seen.</summary>
internal sealed class EvidenceSection(HtmlWriter page)
{
    /// <summary>Longest excerpt, as promised to those whose mail it is.</summary>
    private const int Excerpt = 160;

    public void Write(ReportMail mail, ReportDetail detail)
    {
        var hosts = mail.Hosts;
        page.Markup($"""<section class="evidence"><details open><summary><h4>Evidence</h4></summary>""");
        if (detail.Score.Count > 0) Score(detail.Score, hosts);
        if (detail.Findings.Any(f => f.Source != "model")) Findings(detail.Findings, hosts);
        Attack(detail.Findings);
        page.Markup($"</details></section>");
    }

    private void Score(IReadOnlyList<ScorePart> parts, IReadOnlyList<string> hosts)
    {
        var most = parts.Max(p => p.Points);
        page.Markup($"""<h5>What made the score, in points</h5><ul class="parts">""");
        foreach (var part in parts)
        {
            page.Markup($"""<li><span class="points">+{part.Points:0.0}</span><svg class="bar" width="100%" height="6" aria-hidden="true"><rect width="{100 * part.Points / most:0}%" height="6"/></svg><span>{part.Sentence}""");
            // A statement of our own already says it; an excerpt is worth showing.
            if (part.Text.Length > 0 && part.Text != part.Sentence) Place(part.Where, part.Text, hosts);
            page.Markup($"</span></li>");
        }
        page.Markup($"</ul>");
    }

    private void Findings(IReadOnlyList<Finding> findings, IReadOnlyList<string> hosts)
    {
        page.Markup($"""<h5>What was noticed</h5><ul class="findings">""");
        foreach (var finding in findings.Where(f => f.Source != "model").OrderByDescending(f => f.Severity))
        {
            page.Markup($"""<li><p><b class="severity {finding.Severity.Name()}">{finding.Severity.Name()}</b> {finding.Title}</p>""");
            foreach (var evidence in finding.Evidence) Place(evidence.Where, evidence.Text, hosts);
            if (finding.Attack.Count > 0) page.Markup($"""<p class="quiet">ATT&amp;CK {string.Join(", ", finding.Attack.Select(AttackNames.Of))}</p>""");
            page.Markup($"</li>");
        }
        page.Markup($"</ul>");
    }

    /// <summary>The model's own techniques stand once at the end.</summary>
    private void Attack(IReadOnlyList<Finding> findings)
    {
        if (findings.FirstOrDefault(f => f.Source == "model") is not { } model) return;
        page.Markup($"""<p class="quiet"><b class="severity {model.Severity.Name()}">{model.Severity.Name()}</b> {model.Title} ATT&amp;CK {string.Join(", ", model.Attack.Select(AttackNames.Of))}</p>""");
    }

    private void Place(string where, string text, IReadOnlyList<string> hosts) =>
        page.Markup($"""<p class="place"><span>{where,60}</span> <code>{Defang.Text(text.Length > Excerpt ? text[..Excerpt] : text, hosts),240}</code></p>""");
}
