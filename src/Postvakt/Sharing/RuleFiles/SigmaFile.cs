using System.Text;
using Postvakt.Sharing.Stix;

namespace Postvakt.Sharing.RuleFiles;

/// <summary>A report as Sigma rules for logs of proxies, name servers and Windows computers. What others run in their own log search.</summary>
public static class SigmaFile
{
    /// <summary>Values of one rule. 500: as many as a report has indicators.</summary>
    private const int MaxValues = SharedReport.MaxIndicators;

    /// <summary>In UTF-8; empty where nothing of the report stands in logs.</summary>
    public static byte[] Write(SharedReport report)
    {
        var (text, hosts, urls) = (new StringBuilder(), Values(report, "host"), Values(report, "url").Select(Bare).Distinct(StringComparer.Ordinal).ToArray());
        var (files, digests) = (Values(report, "file"), Values(report, "sha256"));
        var names = hosts.Where(h => !char.IsAsciiDigit(h[^1]) && h[0] != '[').ToArray();
        string[] below = [.. names.Select(n => "." + n)];
        if (hosts.Length + urls.Length > 0)
            Rule("proxy", "asked for through the proxy", "    category: proxy", "high", (hosts.Length > 0, "host:\n        cs-host:", hosts), (names.Length > 0, "below:\n        cs-host|endswith:", below), (urls.Length > 0, "link:\n        c-uri|contains:", urls));
        if (names.Length > 0)
        {
            Rule("dns", "asked for by name", "    category: dns", "high", (true, "name:\n        query:", names), (true, "below:\n        query|endswith:", below));
            Rule("dns-windows", "asked for by a Windows computer", "    category: dns_query\n    product: windows", "high", (true, "name:\n        QueryName:", names), (true, "below:\n        QueryName|endswith:", below));
        }
        if (names.Length + digests.Length > 0)
            Rule("process", "in a command, or a program of it started", "    category: process_creation\n    product: windows", "high", (names.Length > 0, "command:\n        CommandLine|contains:", names), (digests.Length > 0, "program:\n        Hashes|contains:", [.. digests.Select(d => "SHA256=" + d)]));
        if (files.Length > 0) Rule("file", "a file of it written", "    category: file_event\n    product: windows", "medium", (true, "file:\n        TargetFilename|endswith:", [.. files.Select(f => "\\" + f)]));
        return Encoding.UTF8.GetBytes(text.ToString());

        void Rule(string kind, string what, string source, string level, params ReadOnlySpan<(bool There, string Selection, string[] Values)> selections)
        {
            text.Append("---\ntitle: ").Append(YamlText.Quoted(ForeignJson.Line(report.Name, 100) + ": " + what)).Append("\nid: ").Append(StableId.Ours("sigma", report.Id, kind)).Append("\nstatus: experimental\ndescription: ")
                .Append(YamlText.Quoted($"Indicators of {report.Name}. TLP:{TlpText.Of(report.Tlp).ToUpperInvariant()}")).Append("\nauthor: ").Append(YamlText.Quoted(report.Producer.Name.Length > 0 ? report.Producer.Name : "Postvakt")).Append("\ndate: ").Append(StixTime.Of(report.Created)[..10])
                .Append("\nmodified: ").Append(StixTime.Of(report.Modified)[..10]).Append("\ntags:").Append(YamlText.List([.. report.Techniques.Select(t => "attack." + t.ToLowerInvariant()), "tlp." + TlpText.Of(report.Tlp).Replace('+', '-')], 4))
                .Append("\nlogsource:\n").Append(source).Append("\ndetection:");
            foreach (var (there, selection, values) in selections)
                if (there) text.Append("\n    ").Append(selection).Append(YamlText.List(values.Take(MaxValues).Select(Escaped), 12));
            text.Append("\n    condition: 1 of them\nfalsepositives:\n    - Who looks into this attack\nlevel: ").Append(level).Append('\n');
        }
    }

    private static string[] Values(SharedReport report, string type) => [.. report.Indicators.Where(i => i.Indicator.Type == type && !i.Revoked).Select(i => i.Indicator.Value).Where(YamlText.Holds).Distinct(StringComparer.Ordinal)];

    /// <summary>A link as logs have it: without scheme and fragment.</summary>
    private static string Bare(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0;
        var end = url.IndexOf('#', start);
        return end < 0 ? url[start..] : url[start..end];
    }

    /// <summary>Nothing in it is a wildcard (Sigma rules specification 2.1.0, "Escaping").</summary>
    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal);
}
