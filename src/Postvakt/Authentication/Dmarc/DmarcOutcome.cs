namespace Postvakt.Authentication.Dmarc;

/// <summary>What DMARC says of one mail.</summary>
/// <param name="Domain">The author's domain that decided; empty when there is none.</param>
/// <param name="PolicyDomain">Where the policy stood; empty when there is none.</param>
/// <param name="Policy">The policy that applies, subdomain, non-existence and test mode taken into account; null without a record.</param>
/// <param name="Problem">Why there is no better result, in words of ours; empty when there is.</param>
public sealed record DmarcOutcome(DmarcResult Result, string Domain, string PolicyDomain = "", DmarcPolicy? Policy = null, string Problem = "");
