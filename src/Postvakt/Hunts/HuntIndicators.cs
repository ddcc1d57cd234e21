using System.Net;
using Postvakt.Indicators;
using Postvakt.Messages.Attachments;
using Postvakt.Sigma.Rules;

namespace Postvakt.Hunts;

/// <summary>What a hunt found that mail can be looked through for. A person decides: in logs of an attack stands much that is everybody's.</summary>
public static class HuntIndicators
{
    /// <summary>Indicators of one hunt. 60: what somebody looks through.</summary>
    public const int Max = 60;

    /// <summary>Endings of names that are no place on the web.</summary>
    private static readonly string[] Local = ["local", "lan", "internal", "corp", "home", "arpa"];

    /// <summary>Of its grave findings, those that most findings name first.</summary>
    public static IReadOnlyList<Indicator> Of(HuntReport report) => [.. report.Findings.Where(f => f.Rule.Level >= SigmaLevel.High).SelectMany(f => f.Traits.Select(One).OfType<Indicator>().Distinct()).GroupBy(i => i).OrderByDescending(g => g.Count()).ThenBy(g => g.Key.Type, StringComparer.Ordinal).ThenBy(g => g.Key.Value, StringComparer.Ordinal).Select(g => g.Key).Take(Max)];

    private static Indicator? One(Trait trait) => trait.Kind switch
    {
        TraitKind.Hash => trait.Value.Length == 64 ? new Indicator("sha256", trait.Value) : null,
        // What a web server was asked for is a path of ours.
        TraitKind.Url => trait.Value.StartsWith('/') ? null : Web(IndicatorText.Parse(trait.Value)),
        TraitKind.File => FileNames.KindOf(trait.Value) is AttachmentKind.Other or AttachmentKind.Picture ? null : new Indicator("file", trait.Value),
        // Where a mail links to an address without a name, it is one of the outside.
        TraitKind.Address => IPAddress.TryParse(trait.Value, out var address) && IsOutside(address) ? IndicatorText.Parse("host:" + trait.Value) : null,
        _ => null,
    };

    private static Indicator? Web(Indicator? indicator) => indicator is { Type: "host" or "url" } && !Local.Any(l => indicator.Value.EndsWith("." + l, StringComparison.Ordinal)) ? indicator : null;

    private static bool IsOutside(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4
            ? bytes[0] is not (0 or 10 or 127 or >= 224) && !(bytes[0] == 172 && bytes[1] is >= 16 and < 32) && !(bytes[0] == 192 && bytes[1] == 168) && !(bytes[0] == 169 && bytes[1] == 254) && !(bytes[0] == 100 && bytes[1] is >= 64 and < 128)
            : !address.IsIPv6LinkLocal && !address.IsIPv6SiteLocal && !address.IsIPv6UniqueLocal && !address.IsIPv6Multicast;
    }
}
