using Postvakt.Indicators;

namespace Postvakt.Sharing.Patterns;

/// <summary>One comparison of a pattern.</summary>
/// <param name="Path">"file:hashes.SHA-256".</param>
/// <param name="Indicator">What it compares with, where that is an indicator of ours.</param>
/// <param name="Needs">Why it is none, or empty.</param>
internal sealed record PatternTerm(string Path, Indicator? Indicator, string Needs)
{
    /// <summary>An equality, read as the indicator that it is.</summary>
    public static PatternTerm Of(string path, string value)
    {
        var type = path switch
        {
            "url:value" => "url",
            "domain-name:value" => "host",
            "ipv4-addr:value" or "ipv6-addr:value" => "host",
            "email-addr:value" or "email-message:from_ref.value" or "email-message:sender_ref.value" => "address",
            "email-message:subject" => "subject",
            "file:name" => "file",
            _ when path.StartsWith("file:hashes.", StringComparison.Ordinal) => path["file:hashes.".Length..].Replace("-", "", StringComparison.Ordinal).ToLowerInvariant() is ("sha256" or "sha1" or "md5") and var digest ? digest : "",
            _ => "",
        };
        if (type.Length == 0) return new PatternTerm(path, null, $"{Short(path)} is not compared here");
        // One address, written as a network of one.
        if (path == "ipv4-addr:value" && value.EndsWith("/32", StringComparison.Ordinal)) value = value[..^3];
        if (path == "ipv6-addr:value" && value.EndsWith("/128", StringComparison.Ordinal)) value = value[..^4];
        return SharedIndicator.Normal(type, value) is { } indicator ? new PatternTerm(path, indicator, "") : new PatternTerm(path, null, $"{Short(path)} has a value that is none");
    }

    public static PatternTerm Other(string path, string needs) => new(path, null, needs);

    private static string Short(string path) => path.Length > 80 ? path[..80] : path;
}
