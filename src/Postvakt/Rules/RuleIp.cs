using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>An IP address, and how it was written where that hides it.</summary>
/// <param name="Written">As it stood in a link, or null.</param>
internal sealed record RuleIp(IPAddress Address, string? Written = null)
{
    /// <summary>Null for what is none. Only the usual forms: four decimal parts, or IPv6.</summary>
    public static RuleIp? Of(string text) =>
        (text.Contains(':', StringComparison.Ordinal) || text.AsSpan().Count('.') == 3) && IPAddress.TryParse(text, out var address) ? new(address) : null;

    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        Of("IP.ip", i => MqlValue.Of(i.Address.ToString()));
        Of("IP.version", i => MqlValue.Of(i.Address.AddressFamily == AddressFamily.InterNetwork ? 4L : 6L));
        Of("IP.translation", i => i.IsTranslated ? MqlValue.Of(i) : MqlValue.Null);
        Of("IP.translation.original", i => MessageModel.Text(i.Written));
        Of("IP.translation.encoders", i => MqlValue.Of(new MqlArray([.. i.Encoders().Select(MqlValue.Of)])));
        Of("IP.translation.v4_to_v6", i => MqlValue.Of(i.IsMapped));

        void Of(string name, Func<RuleIp, MqlValue> read) => fields[name] = owner => owner is RuleIp ip ? read(ip) : MqlValue.Missing(name);
    }

    /// <summary>An IPv4 address in the dress of IPv6 (RFC 4291 2.5.5).</summary>
    private bool IsMapped => Address.IsIPv4MappedToIPv6 || (Address.AddressFamily == AddressFamily.InterNetworkV6 && Address.GetAddressBytes() is var bytes && !bytes.AsSpan(0, 12).ContainsAnyExcept((byte)0) && bytes.AsSpan(12, 2).ContainsAnyExcept((byte)0));

    private bool IsTranslated => IsMapped || Encoders().Any();

    /// <summary>How a browser had to read it (WHATWG URL, "IPv4 parser").</summary>
    private IEnumerable<string> Encoders()
    {
        if (Written is null || Written.Contains(':', StringComparison.Ordinal)) yield break;
        var parts = Written.Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Any(p => p.StartsWith("0x", StringComparison.OrdinalIgnoreCase))) yield return "hex";
        if (parts.Any(p => p.Length > 1 && p[0] == '0' && !p.StartsWith("0x", StringComparison.OrdinalIgnoreCase))) yield return "octal";
        if (parts.Length == 1 && ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)) yield return "decimal_integer";
    }
}
