using System.Text.RegularExpressions;
using Postvakt.Indicators;

namespace Postvakt.Cli.Reports;

/// <summary>Writes links, hosts and addresses so that no program makes a link of them: hxxps://evil[.]example/path, user[@]evil[.]example.</summary>
internal static partial class Defang
{
    public static string Of(Indicator indicator) => indicator.Type switch
    {
        "url" => Url(indicator.Value),
        "host" => Host(indicator.Value),
        "address" => Address(indicator.Value),
        _ => Text(indicator.Value, []),
    };

    /// <summary>The scheme and every dot of the host; a link carried inside a link as well.</summary>
    public static string Url(string url) => Links().Replace(url, link => Scheme(link.Groups[1].Value) + Host(link.Groups[2].Value));

    /// <summary>Every dot, and the colons of an address literal (RFC 3986 3.2.2). Text that is defanged stays as it is.</summary>
    public static string Host(string host) => host.Contains('.', StringComparison.Ordinal)
        ? host.Replace("[.]", ".", StringComparison.Ordinal).Replace(".", "[.]", StringComparison.Ordinal)
        : host.Replace("[:]", ":", StringComparison.Ordinal).Replace(":", "[:]", StringComparison.Ordinal);

    public static string Address(string address) => address.LastIndexOf('@') is var at and >= 0
        ? $"{address[..at]}[@]{Host(address[(at + 1)..])}"
        : address;

    /// <summary>Running text: links in it, and the hosts named, wherever they stand.</summary>
    public static string Text(string text, IReadOnlyList<string> hosts)
    {
        var safe = Url(text);
        foreach (var host in hosts)
        {
            if (host.Contains('.', StringComparison.Ordinal)) safe = safe.Replace(host, Host(host), StringComparison.OrdinalIgnoreCase);
        }
        return safe;
    }

    private static string Scheme(string scheme)
    {
        if (scheme.Length == 0) return "//";
        if (scheme.StartsWith("http", StringComparison.OrdinalIgnoreCase)) return $"hxxp{scheme[4..]}://";
        return scheme.StartsWith("hxxp", StringComparison.Ordinal) ? scheme + "://" : scheme + "[:]//";
    }

    /// <summary>What follows two slashes is read as a host, with a scheme or without one (RFC 3986 4.2).</summary>
    [GeneratedRegex("""(?:([A-Za-z][A-Za-z0-9+.-]{1,15}):)?//([^\s/?#"'<>]*)""", RegexOptions.CultureInvariant)]
    private static partial Regex Links();
}
