using Postvakt.Directories;

namespace Postvakt.Server.Directories.Csv;

/// <summary>Organisations that ours has to do with: a file with the columns name, domains, contact, kind ("partner" or "sister").</summary>
internal static class PartnersFile
{
    /// <summary>Partners. 100,000: more than any list that somebody keeps.</summary>
    private const int MaxPartners = 100_000;

    /// <summary>Throws <see cref="DirectorySourceException"/>.</summary>
    public static IReadOnlyList<Partner> Read(string path, CancellationToken cancellation)
    {
        var partners = new List<Partner>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        CsvTable.Read(path, ["name", "domains"], ["contact", "kind"], row =>
        {
            if (partners.Count == MaxPartners) throw new DirectorySourceException($"{path}: more than {MaxPartners:N0} partners");
            var domains = row.Words("domains", ';', ' ').Select(d => d.TrimStart('@').ToLowerInvariant()).Distinct().ToArray();
            if (domains.Length == 0) row.Fault("domains is missing");
            foreach (var domain in domains)
            {
                if (Uri.CheckHostName(domain) != UriHostNameType.Dns || !domain.Contains('.')) row.Fault($"domains: \"{DirectoryText.Show(domain)}\" is no domain");
                else if (!lines.TryAdd(domain, row.Line)) row.Fault($"the domain {domain} stands on line {lines[domain]} too");
            }
            var kind = row.Text("kind").ToLowerInvariant();
            if (kind is not ("" or "partner" or "sister")) row.Fault($"kind: \"{DirectoryText.Show(kind)}\" is neither partner nor sister");
            partners.Add(new Partner(row.Required("name"), domains, row.Address("contact"), kind == "sister"));
        }, cancellation);
        return partners;
    }
}
