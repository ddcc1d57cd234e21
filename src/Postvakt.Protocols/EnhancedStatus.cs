namespace Postvakt.Protocols;

/// <summary>Enhanced status codes (RFC 3463), such as 5.7.1.</summary>
internal static class EnhancedStatus
{
    /// <param name="family">The first digit of the reply it belongs to.</param>
    public static bool IsValid(string status, int family)
    {
        var parts = status.Split('.');
        return parts.Length == 3 && parts[0].Length == 1 && parts[0][0] == '0' + family
            && parts[1..].All(p => p.Length is >= 1 and <= 3 && p.All(char.IsAsciiDigit));
    }
}
