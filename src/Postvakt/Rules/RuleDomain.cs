using System.Globalization;
using System.Text;
using Postvakt.Messages.Links;

namespace Postvakt.Rules;

/// <summary>A host name as rules take it apart.</summary>
/// <param name="Name">Lower case, international labels as they stand in the DNS.</param>
internal sealed record RuleDomain(string Name)
{
    public string Root => PublicSuffixList.RegistrableDomain(Name);

    public string Suffix => PublicSuffixList.Suffix(Name).ToString();

    /// <summary>The label before the suffix; empty for a bare suffix.</summary>
    public string Label => Root.Length > Suffix.Length + 1 ? Root[..^(Suffix.Length + 1)] : "";

    public string Sub => Name.Length > Root.Length + 1 ? Name[..^(Root.Length + 1)] : "";

    /// <summary>Its top level is one of the public list.</summary>
    public bool IsValid => Name.Contains('.', StringComparison.Ordinal) && PublicSuffixList.IsTopLevel(Name.AsSpan(Name.LastIndexOf('.') + 1));

    /// <summary>Null for what is no name.</summary>
    public static RuleDomain? Of(string name)
    {
        name = name.TrimEnd('.').ToLowerInvariant();
        if (name.Length is 0 or > 253) return null;
        if (Ascii.IsValid(name)) return new(name);
        try
        {
            // Parsers of addresses write international names out; rules look for how they stand in the DNS (RFC 5890).
            return new(new IdnMapping().GetAscii(name));
        }
        catch (ArgumentException)
        {
            return new(name);
        }
    }
}
