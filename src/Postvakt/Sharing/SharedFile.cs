using Postvakt.Sharing.Lists;
using Postvakt.Sharing.Misp;
using Postvakt.Sharing.RuleFiles;
using Postvakt.Sharing.Stix;

namespace Postvakt.Sharing;

/// <summary>A report as a file.</summary>
/// <param name="Name">Of letters, digits and signs that every system takes.</param>
public sealed record SharedFile(string Name, string MediaType, byte[] Content)
{
    /// <param name="type">Of the values of a plain list; one of <see cref="SharedIndicator.Types"/>.</param>
    public static SharedFile Of(SharedReport report, ShareFormat format, string type)
    {
        var name = "postvakt-" + report.Id[Math.Max(0, report.Id.Length - 12)..];
        return format switch
        {
            ShareFormat.Stix => new(name + ".stix.json", "application/stix+json;version=2.1", StixBundle.Write(report)),
            ShareFormat.Misp => new(name + ".misp.json", "application/json", MispEvent.Write(report)),
            ShareFormat.Csv => new(name + ".csv", "text/csv; charset=utf-8", CsvList.Write(report)),
            ShareFormat.Plain => new($"{name}-{type}.txt", "text/plain; charset=utf-8", PlainList.Write(report, type)),
            ShareFormat.Sigma => new(name + "-sigma.yml", "application/yaml; charset=utf-8", SigmaFile.Write(report)),
            _ => new(name + "-mail.yml", "application/yaml; charset=utf-8", MqlFile.Write(report)),
        };
    }
}
