using System.Globalization;
using System.Net;

namespace Postvakt.Server.Configuration;

/// <summary>
/// Reads the keys of one section, each once; what is wrong becomes a sentence with key and line, and the default takes its place, so that all
/// errors are told at once. <see cref="End"/> reports keys that nobody asked for.
/// </summary>
internal sealed class ConfigSection(ConfigNode node, string path, List<string> errors)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public string Place => node.Place;

    /// <summary>Whether the key is there, whatever its value.</summary>
    public bool Has(string key) => node.Map!.ContainsKey(key);

    public string Text(string key, string otherwise = "") => Scalar(key) is { } value ? value.Text! : otherwise;

    public string Required(string key)
    {
        if (Scalar(key) is { Text.Length: > 0 } value) return value.Text;
        errors.Add($"{Name(key)}: is missing ({node.Place})");
        return "";
    }

    public int Number(string key, int otherwise, int least, int most)
    {
        if (Scalar(key) is not { } value) return otherwise;
        if (int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        return Wrong(key, value, $"a number from {least} to {most}", otherwise);
    }

    public bool Switch(string key, bool otherwise) => Scalar(key) is not { } value ? otherwise : value.Text!.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => Wrong(key, value, "true or false", otherwise),
    };

    /// <summary>"500ms", "30s", "5m", "24h", "30d".</summary>
    public TimeSpan Time(string key, TimeSpan otherwise, TimeSpan least, TimeSpan most)
    {
        if (Scalar(key) is not { } value) return otherwise;
        var digits = value.Text!.TakeWhile(char.IsAsciiDigit).Count();
        TimeSpan? unit = value.Text![digits..].Trim() switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" or "min" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            _ => null,
        };
        if (unit is { } one && int.TryParse(value.Text!.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && one.TotalSeconds * count <= most.TotalSeconds && one * count >= least) return one * count;
        return Wrong(key, value, $"a time from {Say(least)} to {Say(most)}, such as 30s, 5m, 24h or 30d", otherwise);
    }

    /// <summary>"64MB" and the like; 1 MB is 1024 * 1024 bytes.</summary>
    public long Size(string key, long otherwise, long least, long most)
    {
        if (Scalar(key) is not { } value) return otherwise;
        var digits = value.Text!.TakeWhile(char.IsAsciiDigit).Count();
        var shift = value.Text![digits..].Trim().ToUpperInvariant() switch { "" or "B" => 0, "KB" => 10, "MB" => 20, "GB" => 30, _ => -1 };
        if (shift >= 0 && long.TryParse(value.Text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= most >> shift && count << shift >= least)
            return count << shift;
        return Wrong(key, value, $"a size from {least >> 10}KB to {most >> 20}MB, such as 64MB", otherwise);
    }

    public T Choice<T>(string key, T otherwise, params ReadOnlySpan<T> allowed) where T : struct, Enum
    {
        var names = allowed.Length == 0 ? Enum.GetValues<T>() : allowed.ToArray();
        if (Scalar(key) is not { } value) return otherwise;
        foreach (var name in names)
        {
            if (name.ToString().Equals(value.Text, StringComparison.OrdinalIgnoreCase)) return name;
        }
        return Wrong(key, value, "one of " + string.Join(", ", names.Select(n => n.ToString().ToLowerInvariant())), otherwise);
    }

    /// <summary>"127.0.0.1:8899" or "[::1]:8899"; names are not looked up.</summary>
    public IPEndPoint EndPoint(string key, string otherwise) =>
        Scalar(key) is not { } value ? IPEndPoint.Parse(otherwise)
        : IPEndPoint.TryParse(value.Text!, out var point) && NamesPort(value.Text!, point) ? point
        : Wrong(key, value, "an address with a port, such as 127.0.0.1:8899", IPEndPoint.Parse(otherwise));

    /// <summary>An IPv6 address without a port ends like one: it stands in brackets where a port follows.</summary>
    private static bool NamesPort(string text, IPEndPoint point) =>
        text.Contains(point.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "]:" : ":", StringComparison.Ordinal) && (point.Port > 0 || text.EndsWith(":0", StringComparison.Ordinal));

    /// <summary>A list of words; a single word counts as a list of one.</summary>
    public IReadOnlyList<string> Words(string key)
    {
        if (Ask(key) is not { } value) return [];
        if (value.Text is { } one) return one.Length == 0 ? [] : [one];
        if (value.List is { } list && list.All(i => i.Text is { Length: > 0 })) return [.. list.Select(i => i.Text!)];
        errors.Add($"{Name(key)}: a list of words is expected ({value.Place})");
        return [];
    }

    /// <summary>A section below; an empty one when it is not there.</summary>
    public ConfigSection Below(string key)
    {
        var value = Ask(key);
        if (value is not null && value.Map is null && value.Text is not { Length: 0 }) errors.Add($"{Name(key)}: a section with keys is expected ({value.Place})");
        return new ConfigSection(value?.Map is null ? new ConfigNode(node.Place) { Map = [] } : value, Name(key), errors);
    }

    /// <summary>The sections of a list.</summary>
    public IReadOnlyList<ConfigSection> Each(string key)
    {
        if (Ask(key) is not { } value) return [];
        if (value.List is not { } list || list.Any(i => i.Map is null))
        {
            errors.Add($"{Name(key)}: a list of sections is expected, each beginning with '- ' ({value.Place})");
            return [];
        }
        return [.. list.Select((item, i) => new ConfigSection(item, $"{Name(key)}[{i}]", errors))];
    }

    /// <summary>Reports what is wrong about a key whose value was read.</summary>
    public void Fault(string key, string sentence) => errors.Add($"{Name(key)}: {sentence} ({(node.Map!.TryGetValue(key, out var value) ? value.Place : node.Place)})");

    public void End()
    {
        foreach (var (key, value) in node.Map!.Where(k => !_asked.Contains(k.Key)))
        {
            var near = _asked.FirstOrDefault(k => Plain(k).StartsWith(Plain(key), StringComparison.Ordinal) || Plain(key).StartsWith(Plain(k), StringComparison.Ordinal));
            errors.Add($"{Name(key)}: no such key{(near is null ? $"; known here: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}" : $", perhaps {near} is meant")} ({value.Place})");
        }
    }

    private ConfigNode? Ask(string key)
    {
        _asked.Add(key);
        return node.Map!.GetValueOrDefault(key);
    }

    private ConfigNode? Scalar(string key)
    {
        if (Ask(key) is not { } value) return null;
        if (value.Text is not null) return value;
        errors.Add($"{Name(key)}: a single value is expected ({value.Place})");
        return null;
    }

    private T Wrong<T>(string key, ConfigNode value, string expected, T otherwise)
    {
        errors.Add($"{Name(key)}: \"{Show(value.Text!)}\" is not {expected} ({value.Place})");
        return otherwise;
    }

    private string Name(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string Plain(string key) => key.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Show(string text) => new([.. (text.Length > 60 ? text[..60] : text).Select(c => char.IsControl(c) ? ' ' : c)]);

    private static string Say(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => $"{time.TotalMilliseconds:0}ms",
        { TotalMinutes: < 1 } => $"{time.TotalSeconds:0}s",
        { TotalHours: < 1 } => $"{time.TotalMinutes:0}m",
        { TotalDays: < 1 } => $"{time.TotalHours:0}h",
        _ => $"{time.TotalDays:0}d",
    };
}
