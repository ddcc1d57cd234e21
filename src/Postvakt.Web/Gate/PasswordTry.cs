using Postvakt.Access;

namespace Postvakt.Web.Gate;

/// <summary>What came of comparing a password.</summary>
/// <param name="Credential">What the account signs in with; null for one that has nothing, whose password holds never.</param>
/// <param name="Holds">Whether it is the account's; null where too many tries, or too many people, make one wait.</param>
internal readonly record struct PasswordTry(Credential? Credential, bool? Holds);
