using System.Globalization;
using Postvakt.Access;

namespace Postvakt.Web.Gate;

/// <summary>What a new password must be.</summary>
internal static class NewPassword
{
    /// <summary>The sentence that says what is wrong with it, and its values; null for one that may be taken.</summary>
    /// <param name="again">Typed a second time.</param>
    /// <param name="account">Its name, which must not be in it.</param>
    public static (string Key, string[] Values)? Fault(string password, string? again, string account) =>
        password.Length is < PasswordHash.MinLength or > PasswordHash.MaxLength ? ("UiPasswordHelp", [PasswordHash.MinLength.ToString(CultureInfo.InvariantCulture)])
        : password != again ? ("PasswordsDiffer", [])
        : account.Length > 0 && password.Contains(account.Split('@')[0], StringComparison.OrdinalIgnoreCase) ? ("PasswordIsName", [])
        : WeakPassword.Is(password, account) ? ("PasswordWeak", []) : null;
}
