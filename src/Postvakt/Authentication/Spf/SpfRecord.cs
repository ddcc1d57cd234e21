namespace Postvakt.Authentication.Spf;

/// <summary>A record whose syntax is right.</summary>
/// <param name="Redirect">Domain-spec of "redirect", or null.</param>
internal sealed record SpfRecord(IReadOnlyList<SpfTerm> Terms, string? Redirect)
{
    private const string Version = "v=spf1";

    /// <summary>RFC 7208 4.5: the version, then a blank or the end.</summary>
    public static bool IsRecord(string text) =>
        text.StartsWith(Version, StringComparison.OrdinalIgnoreCase) && (text.Length == Version.Length || text[Version.Length] == ' ');
}
