using Postvakt.Indicators;
using Postvakt.Messages.Links;

namespace Postvakt.Sharing.Misp;

/// <summary>Attribute types of MISP and what they are with us.</summary>
internal static class MispTypes
{
    private const string Network = "Network activity", Delivery = "Payload delivery";

    /// <summary>Type and category of an indicator, and the relation that it has in an object of its own; null relation where it stands alone.</summary>
    public static (string Type, string Category, string? Relation)? Of(Indicator indicator) => indicator.Type switch
    {
        "host" => (indicator.Value.StartsWith('[') || char.IsAsciiDigit(indicator.Value[^1]) ? "ip-dst" : PublicSuffixList.RegistrableDomain(indicator.Value) == indicator.Value ? "domain" : "hostname", Network, null),
        "url" => ("url", Network, "url"),
        "address" => ("email-src", Delivery, null),
        "subject" => ("email-subject", Delivery, null),
        "file" => ("filename", Delivery, "filename"),
        "sha256" or "sha1" or "md5" => (indicator.Type, Delivery, indicator.Type),
        _ => null,
    };

    /// <summary>The indicator that an attribute is; null where it is none of ours, or its value is none.</summary>
    public static Indicator? Read(string type, string value) => type switch
    {
        "domain" or "hostname" or "ip-dst" or "ip-src" => SharedIndicator.Normal("host", value),
        "url" => SharedIndicator.Normal("url", value),
        "email-src" or "email" => SharedIndicator.Normal("address", value),
        "email-subject" => SharedIndicator.Normal("subject", value),
        "filename" or "email-attachment" => SharedIndicator.Normal("file", value),
        "sha256" or "sha1" or "md5" => SharedIndicator.Normal(type, value),
        // A name with its digest: the digest says all of it.
        "filename|sha256" or "filename|sha1" or "filename|md5" => SharedIndicator.Normal(type[9..], value[(value.LastIndexOf('|') + 1)..]),
        _ => null,
    };

    /// <summary>Whether an indicator of ours can come of the type at all.</summary>
    public static bool IsKnown(string type) => type is "domain" or "hostname" or "ip-dst" or "ip-src" or "url" or "email-src" or "email" or "email-subject" or "filename" or "email-attachment" or "sha256" or "sha1" or "md5" or "filename|sha256" or "filename|sha1" or "filename|md5";
}
