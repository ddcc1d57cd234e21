namespace Postvakt.Authentication.Dkim;

/// <summary>What one signature is worth.</summary>
/// <param name="Domain">d=, lower case; empty when it could not be read.</param>
/// <param name="Selector">s=; empty when it could not be read.</param>
/// <param name="Beginning">The first eight characters of b=, to tell signatures apart (RFC 6008).</param>
/// <param name="Problem">Why there is no better result, in words of ours; empty when there is.</param>
public sealed record DkimOutcome(DkimResult Result, string Domain, string Selector, string Beginning, string Problem = "");
