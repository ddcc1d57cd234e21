namespace Postvakt.Authentication.Dmarc;

/// <summary>A domain that SPF or DKIM speaks of.</summary>
/// <param name="ByDkim">Found by a signature, else by SPF.</param>
/// <param name="IsOpen">Not authenticated, but it might have been: the check ended with a temporary error.</param>
internal readonly record struct DmarcIdentifier(string Domain, bool ByDkim, bool IsOpen);
