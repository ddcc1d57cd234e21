using Postvakt.Indicators;

namespace Postvakt.Sharing.Patterns;

/// <summary>Indicators as STIX patterns (STIX 2.1, 9), written and read.</summary>
public static class StixPattern
{
    /// <summary>Characters of a pattern. 64 Ki: some publish a thousand links in one.</summary>
    public const int MaxLength = 64 << 10;

    /// <summary>"[url:value = 'http://evil.example/1']"; null for a type that patterns of ours do not say.</summary>
    public static string? Of(Indicator indicator) => PathOf(indicator) is { } path ? $"[{path} = '{Escaped(PlainValue(indicator))}']" : null;

    public static PatternReading Read(string pattern)
    {
        if (pattern.Length > MaxLength) return new PatternReading([], [], FormattableString.Invariant($"a pattern of more than {MaxLength} characters"));
        try
        {
            var (found, needs) = (new List<Indicator>(), new List<string>());
            foreach (var alternative in new PatternParser(pattern).Parse())
            {
                if (Single(alternative) is { } indicator) found.Add(indicator);
                else needs.Add(alternative.FirstOrDefault(t => t.Needs.Length > 0)?.Needs ?? "several values together");
            }
            return new PatternReading([.. found.Distinct()], [.. needs.Distinct(StringComparer.Ordinal)], null);
        }
        catch (PatternException fault)
        {
            return new PatternReading([], [], fault.Message);
        }
    }

    /// <summary>An address in a link or name stands in brackets with us, not with others.</summary>
    internal static string PlainValue(Indicator indicator) => indicator is { Type: "host" } && indicator.Value.StartsWith('[') ? indicator.Value.Trim('[', ']') : indicator.Value;

    /// <summary>The one value that says all of it; null where several must be seen together. All that is said of one file with a digest follows from the digest.</summary>
    private static Indicator? Single(IReadOnlyList<PatternTerm> terms)
    {
        if (terms.Any(t => t.Indicator is null)) return null;
        var distinct = terms.Select(t => t.Indicator!).Distinct().ToArray();
        if (distinct.Length == 1) return distinct[0];
        if (!terms.All(t => t.Path.StartsWith("file:", StringComparison.Ordinal)) || distinct.GroupBy(i => i.Type).Any(g => g.Count() > 1)) return null;
        return distinct.FirstOrDefault(i => i.Type == "sha256") ?? distinct.FirstOrDefault(i => i.Type == "sha1") ?? distinct.FirstOrDefault(i => i.Type == "md5");
    }

    private static string? PathOf(Indicator indicator) => indicator.Type switch
    {
        "host" when indicator.Value.StartsWith('[') => "ipv6-addr:value",
        "host" => char.IsAsciiDigit(indicator.Value[^1]) ? "ipv4-addr:value" : "domain-name:value",
        "url" => "url:value",
        "address" => "email-addr:value",
        "subject" => "email-message:subject",
        "file" => "file:name",
        "sha256" => "file:hashes.'SHA-256'",
        "sha1" => "file:hashes.'SHA-1'",
        "md5" => "file:hashes.MD5",
        _ => null,
    };

    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
}
