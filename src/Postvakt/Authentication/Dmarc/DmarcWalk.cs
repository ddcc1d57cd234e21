namespace Postvakt.Authentication.Dmarc;

/// <summary>
/// The DNS tree walk (RFC 9989 4.10): from a domain upwards, which policy applies and which domain is the organisation's. At most eight
/// questions, however many labels an attacker's domain has.
/// </summary>
/// <param name="Organisation">The organisational domain; the domain itself when nothing was found.</param>
/// <param name="Policy">The record that applies, or null.</param>
/// <param name="PolicyDomain">Where it stands.</param>
/// <param name="Failed">A question was not answered: neither policy nor organisation is known.</param>
internal sealed record DmarcWalk(string Organisation, DmarcRecord? Policy, string PolicyDomain, bool Failed)
{
    /// <summary>Longer names go on with their last seven labels.</summary>
    private const int MaxLabels = 8;

    public static async Task<DmarcWalk> FromAsync(IResolver resolver, string domain, CancellationToken cancellation)
    {
        var found = new List<(string Name, DmarcRecord Record)>();
        foreach (var name in Names(domain))
        {
            var question = "_dmarc." + name;
            if (!DomainNames.IsName(question)) continue;
            var answer = await resolver.AskAsync(DnsQuestion.Of(question, DnsKind.Txt), cancellation).ConfigureAwait(false);
            if (answer.Outcome == DnsOutcome.Failed) return new DmarcWalk(domain, null, "", Failed: true);
            var records = answer.Texts.Select(DmarcRecord.Parse).OfType<DmarcRecord>().Take(2).ToArray();
            // Several at one name: none of them counts.
            if (records.Length != 1) continue;
            found.Add((name, records[0]));
            if (records[0].PublicSuffix is not null) break;
        }
        var organisation = OrganisationOf(domain, found);
        foreach (var name in new[] { domain, organisation })
        {
            if (found.Find(f => f.Name == name) is { Record: { } own }) return new DmarcWalk(organisation, own, name, false);
        }
        // Neither: a public suffix may speak for those below it.
        return found.Find(f => f.Record.PublicSuffix == true) is { Record: { } suffix } above ? new DmarcWalk(organisation, suffix, above.Name, false) : new DmarcWalk(organisation, null, "", false);
    }

    /// <summary>The domain and what is above it, as far as it is asked.</summary>
    internal static IEnumerable<string> Names(string domain)
    {
        yield return domain;
        var labels = domain.Split('.');
        for (var skip = labels.Length >= MaxLabels ? labels.Length - MaxLabels + 1 : 1; skip < labels.Length; skip++) yield return string.Join('.', labels.Skip(skip));
    }

    private static string OrganisationOf(string domain, List<(string Name, DmarcRecord Record)> found)
    {
        foreach (var (name, record) in found)
        {
            if (record.PublicSuffix == false) return name;
            if (record.PublicSuffix == true && name != domain) return OneBelow(domain, name);
        }
        return found.Count > 0 ? found[^1].Name : domain;
    }

    private static string OneBelow(string domain, string above)
    {
        var dot = domain.LastIndexOf('.', domain.Length - above.Length - 2);
        return domain[(dot + 1)..];
    }
}
