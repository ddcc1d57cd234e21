namespace Postvakt.Messages.Links;

/// <summary>A domain prepared for comparison with many others: taken apart and reduced to its skeleton once.</summary>
public sealed class DomainLook
{
    private DomainLook(string domain, string label, string suffix, string skeleton)
    {
        Domain = domain;
        Label = label;
        Suffix = suffix;
        Skeleton = skeleton;
    }

    /// <summary>The registrable domain.</summary>
    public string Domain { get; }

    /// <summary>What was registered: the label before the public suffix, decoded. Empty for address literals.</summary>
    public string Label { get; }

    /// <summary>The public suffix; empty for address literals.</summary>
    public string Suffix { get; }

    /// <summary>Skeleton of <see cref="Label"/>.</summary>
    public string Skeleton { get; }

    /// <summary>Prepares a host or domain in lower case, as A-labels or Unicode.</summary>
    public static DomainLook Of(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (!HostName.TryNormalise(host, out string normal, out LinkTraits traits) || (traits & LinkTraits.AddressLiteral) != 0)
        {
            return new DomainLook(host, "", "", "");
        }

        string domain = PublicSuffixList.RegistrableDomain(normal);
        string suffix = PublicSuffixList.Suffix(domain).ToString();
        string label = domain.Length > suffix.Length ? HostName.ToUnicode(domain[..(domain.Length - suffix.Length - 1)]) : "";
        return new DomainLook(domain, label, suffix, Links.Skeleton.Of(label));
    }
}
