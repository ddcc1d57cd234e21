namespace Postvakt.Messages.Links;

/// <summary>Schemes that lead somewhere, and the ways people break them so that programs do not see the link.</summary>
internal static class Schemes
{
    /// <summary>Longest one that is looked for.</summary>
    public const int MaxLength = 5;

    /// <summary>The scheme in its normal form, or null when it is none of ours.</summary>
    public static string? Read(ReadOnlySpan<char> written, out bool defanged)
    {
        defanged = false;
        if (written.Length is < 3 or > MaxLength)
        {
            return null;
        }

        Span<char> lower = stackalloc char[MaxLength];
        lower = lower[..written.Length];
        for (int i = 0; i < written.Length; i++)
        {
            lower[i] = char.ToLowerInvariant(written[i]);
        }

        switch (lower)
        {
            case "https":
                return "https";
            case "http":
                return "http";
            case "ftp":
                return "ftp";
            case "file":
                return "file";
        }

        defanged = true;
        return lower switch
        {
            "hxxps" or "hxtps" or "htxps" or "h**ps" or "h__ps" => "https",
            "hxxp" or "hxtp" or "htxp" or "h**p" or "h__p" => "http",
            "fxp" => "ftp",
            _ => null,
        };
    }
}
