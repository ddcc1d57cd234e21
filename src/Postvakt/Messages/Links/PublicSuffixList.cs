using System.Reflection;

namespace Postvakt.Messages.Links;

/// <summary>
/// Registrable domains by the Public Suffix List (https://publicsuffix.org/list/), ICANN and private sections alike:
/// two customers of one hosting provider are two owners. The list is read from the assembly on first use.
/// </summary>
public static class PublicSuffixList
{
    private static readonly Lazy<SuffixTable> Table = new(Load);

    /// <summary>
    /// The public suffix and one label more: "mail.nordwind.co.uk" gives "nordwind.co.uk". A host that is itself a public
    /// suffix, a single label or an address literal gives itself. The host is expected in lower case with A-labels.
    /// </summary>
    public static string RegistrableDomain(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        int start = RegistrableStart(host);
        return start == 0 ? host : host[start..];
    }

    /// <summary>The same without a new string.</summary>
    public static ReadOnlySpan<char> RegistrableDomain(ReadOnlySpan<char> host) => host[RegistrableStart(host)..];

    /// <summary>The public suffix of a host: "co.uk", or the last label when no rule knows it (the list's rule "*").</summary>
    public static ReadOnlySpan<char> Suffix(ReadOnlySpan<char> host) =>
        IsAddressLiteral(host) ? [] : host[Table.Value.SuffixStart(host)..];

    /// <summary>True when the list has a rule for this very top-level label; "example" and "local" have none.</summary>
    public static bool IsTopLevel(ReadOnlySpan<char> label) => Table.Value.Holds(label);

    private static int RegistrableStart(ReadOnlySpan<char> host)
    {
        if (IsAddressLiteral(host))
        {
            return 0;
        }

        int suffix = Table.Value.SuffixStart(host);
        return suffix < 2 ? 0 : host[..(suffix - 1)].LastIndexOf('.') + 1;
    }

    private static bool IsAddressLiteral(ReadOnlySpan<char> host) =>
        host.IsEmpty || host[0] == '[' || char.IsAsciiDigit(host[^1]) && AddressLiteral.IsDottedQuad(host);

    private static SuffixTable Load()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Postvakt.Messages.Links.public-suffixes.dat")!;
        byte[] rules = new byte[stream.Length];
        stream.ReadExactly(rules);
        return new SuffixTable(rules);
    }
}
