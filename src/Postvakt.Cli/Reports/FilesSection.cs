using System.Globalization;

namespace Postvakt.Cli.Reports;

/// <summary>Attachments as a tree: what each file is, what was found in it, what its code would do.</summary>
internal sealed class FilesSection(HtmlWriter page)
{
    private const int MaxDepth = 8;

    public void Write(IReadOnlyList<ReportFile> files, IReadOnlyList<string> hosts)
    {
        if (files.Count == 0) return;
        page.Markup($"""<section class="files"><details open><summary><h4>Attachments</h4></summary><p class="quiet">Read, never run. What a file would do is worked out from its code.</p>""");
        var depth = 0;
        page.Markup($"<ul>");
        for (var n = 0; n < files.Count; n++)
        {
            var file = files[n];
            // A file inside another is a list inside its item; a tree deeper than any honest one is cut off before.
            for (; depth < Math.Min(file.Depth, MaxDepth); depth++) page.Markup($"<ul>");
            for (; depth > file.Depth; depth--) page.Markup($"</ul></li>");
            File(file, hosts);
            if (n + 1 >= files.Count || files[n + 1].Depth <= file.Depth) page.Markup($"</li>");
        }
        for (; depth > 0; depth--) page.Markup($"</ul></li>");
        page.Markup($"</ul></details></section>");
    }

    private void File(ReportFile file, IReadOnlyList<string> hosts)
    {
        page.Markup($"""<li><p><b><bdi>{Defang.Text(file.Name, hosts),160}</bdi></b> <span class="quiet">{file.Kind}, {file.Size.ToString("N0", CultureInfo.InvariantCulture)} bytes{(file.State.Length > 0 ? ", " + file.State : "")}</span></p>""");
        if (file.Findings.Count > 0)
        {
            page.Markup($"""<ul class="findings">""");
            foreach (var finding in file.Findings)
            {
                var severity = finding.Kind.Severity.ToString().ToLowerInvariant();
                page.Markup($"""<li><p><b class="severity {severity}">{severity}</b> {finding.Kind.Title}</p><p class="place"><span>{finding.Where,60}</span> <code>{Defang.Text(finding.Text, hosts),240}</code></p></li>""");
            }
            page.Markup($"</ul>");
        }
        foreach (var effect in file.Effects) page.Markup($"""<p class="place"><span>would</span> <code>{Defang.Text(effect, hosts),400}</code></p>""");
    }
}
