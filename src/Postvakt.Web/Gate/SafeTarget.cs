namespace Postvakt.Web.Gate;

/// <summary>Where somebody is led after signing in: a page of ours, whatever the address says.</summary>
internal static class SafeTarget
{
    /// <summary>The employee's own page.</summary>
    public const string Portal = "/portal";

    public static string Of(string? to) => to is { Length: > 0 and < 2_000 } && to[0] == '/' && (to.Length == 1 || to[1] is not ('/' or '\\')) && !to.Any(char.IsControl) ? to : "/";
}
