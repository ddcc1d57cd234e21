namespace Postvakt.Authentication.Dmarc;

/// <summary>
/// A policy record (RFC 9989 4.7). Unknown tags are ignored; a policy that is no policy is taken as "none" where reports are wanted, else the
/// record cannot be used.
/// </summary>
/// <param name="IsUsable">False: it stands for the tree walk, but no policy can be read out of it.</param>
/// <param name="Sub">For names below; null: as <paramref name="Own"/>.</param>
/// <param name="Missing">For names below that do not exist; null: as <paramref name="Sub"/>.</param>
/// <param name="IsTest">"t=y": the policy one step milder.</param>
/// <param name="PublicSuffix">"psd": true a public suffix, false an organisation's domain, null not said.</param>
internal sealed record DmarcRecord(
    bool IsUsable, DmarcPolicy Own, DmarcPolicy? Sub, DmarcPolicy? Missing, bool StrictDkim, bool StrictSpf, bool IsTest, bool? PublicSuffix)
{
    /// <summary>Characters of a record. 4,096: tags and some report addresses take a few hundred.</summary>
    private const int MaxLength = 4_096;

    private const int MaxTags = 64;

    /// <summary>The record, or null when the text is none.</summary>
    public static DmarcRecord? Parse(string text)
    {
        if (text.Length > MaxLength) return null;
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var first = true;
        foreach (var part in text.Split(';', MaxTags + 1).Take(MaxTags))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (part.Trim(' ', '\t'), "") : (part[..equals].Trim(' ', '\t'), part[(equals + 1)..].Trim(' ', '\t'));
            // RFC 9989 4.7: the version comes first and is written in exactly this case.
            if (first && (!name.Equals("v", StringComparison.OrdinalIgnoreCase) || value != "DMARC1")) return null;
            first = false;
            if (name.Length > 0) tags.TryAdd(name, value);
        }
        var wrong = false;
        var own = Policy(tags, "p", ref wrong);
        var sub = Policy(tags, "sp", ref wrong);
        var missing = Policy(tags, "np", ref wrong);
        wrong |= own is null;
        var reports = tags.GetValueOrDefault("rua", "").Split(',', 16).Any(IsReportAddress);
        return new DmarcRecord(
            !wrong || reports, wrong ? DmarcPolicy.None : own!.Value, wrong ? null : sub, wrong ? null : missing, Is(tags, "adkim", "s"), Is(tags, "aspf", "s"), Is(tags, "t", "y"),
            Is(tags, "psd", "y") ? true : Is(tags, "psd", "n") ? false : null);
    }

    /// <summary>The policy for mail of a domain (RFC 9989 4.7).</summary>
    /// <param name="inherited">The record stands above the domain.</param>
    /// <param name="exists">The domain has an address or mail server of its own.</param>
    public DmarcPolicy For(bool inherited, bool exists)
    {
        var policy = !inherited ? Own : exists ? Sub ?? Own : Missing ?? Sub ?? Own;
        return IsTest && policy > DmarcPolicy.None ? policy - 1 : policy;
    }

    private static DmarcPolicy? Policy(Dictionary<string, string> tags, string name, ref bool wrong)
    {
        if (!tags.TryGetValue(name, out var value)) return null;
        switch (value.ToLowerInvariant())
        {
            case "none": return DmarcPolicy.None;
            case "quarantine": return DmarcPolicy.Quarantine;
            case "reject": return DmarcPolicy.Reject;
            default:
                wrong = true;
                return null;
        }
    }

    private static bool IsReportAddress(string address) =>
        address.Trim().StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) && address.IndexOf('@', StringComparison.Ordinal) is var at and > 0 && at < address.Length - 1;

    private static bool Is(Dictionary<string, string> tags, string name, string value) =>
        tags.TryGetValue(name, out var found) && found.Equals(value, StringComparison.OrdinalIgnoreCase);
}
