namespace Postvakt.Authentication.Spf;

/// <summary>What SPF says of one mail.</summary>
/// <param name="Domain">The domain that was asked, lower case; empty when there was none.</param>
/// <param name="ByHelo">The null sender: the HELO name stood in for it (RFC 7208 2.4).</param>
/// <param name="Problem">Why there is no better result, in words of ours; empty when there is.</param>
public sealed record SpfOutcome(SpfResult Result, string Domain, bool ByHelo = false, string Problem = "");
