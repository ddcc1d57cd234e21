using System.Text;
using Postvakt.Sharing.Patterns;

namespace Postvakt.Sharing.RuleFiles;

/// <summary>A report as mail rules in MQL: what it carries, and the form of its links, which stays when hosts and numbers change.</summary>
public static class MqlFile
{
    /// <summary>In UTF-8; empty where nothing of the report stands in mail.</summary>
    public static byte[] Write(SharedReport report)
    {
        var text = new StringBuilder();
        var carried = Carried(report);
        if (carried.Count > 0) Rule("indicators", "carries an indicator", "A mail carries something that is known from this attack.", "high", string.Join("\nor ", carried));
        var forms = LinkPath.Of(report);
        if (forms.Count > 0)
            Rule("links", "a link of its form", "A link to another host whose path has the form that the links of this attack have: words and numbers change, the form stays.", "medium", $"any(body.links, {string.Join(" or ", forms.Select(f => $"regex.imatch(.href_url.path, {Text(f)})"))})");
        return Encoding.UTF8.GetBytes(text.ToString());

        void Rule(string kind, string what, string description, string severity, string source) =>
            text.Append("---\nname: ").Append(YamlText.Quoted(ForeignJson.Line(report.Name, 100) + ": " + what)).Append("\nid: ").Append(StableId.Ours("mql", report.Id, kind)).Append("\ntype: rule\nseverity: ").Append(severity).Append("\ndescription: ")
                .Append(YamlText.Quoted($"{description} TLP:{TlpText.Of(report.Tlp).ToUpperInvariant()}")).Append("\nattack_types:\n  - 'Malware/Ransomware'\ndetection_methods:\n  - 'Threat intelligence'\nsource: |\n  ").Append(source.Replace("\n", "\n  ", StringComparison.Ordinal)).Append('\n');
    }

    private static List<string> Carried(SharedReport report)
    {
        string[] Of(string type) => [.. report.Indicators.Where(i => i.Indicator.Type == type && !i.Revoked).Select(i => i.Indicator).Select(StixPattern.PlainValue).Where(YamlText.Holds).Distinct(StringComparer.Ordinal).Select(Text)];
        var (hosts, said) = (Of("host"), new List<string>());
        if (hosts.Length > 0) said.Add($"any(body.links, .href_url.domain.domain in~ ({string.Join(", ", hosts)}))");
        Say("url", "any(body.links, .href_url.url in ({0}))");
        Say("address", "sender.email.email in~ ({0})");
        Say("file", "any(attachments, .file_name in~ ({0}))");
        Say("sha256", "any(attachments, .sha256 in ({0}))");
        return said;

        void Say(string type, string how)
        {
            if (Of(type) is { Length: > 0 } values) said.Add(how.Replace("{0}", string.Join(", ", values), StringComparison.Ordinal));
        }
    }

    /// <summary>In single quotes nothing is escaped; two of them are one.</summary>
    private static string Text(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
}
