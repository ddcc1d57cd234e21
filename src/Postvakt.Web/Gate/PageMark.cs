namespace Postvakt.Web.Gate;

/// <summary>On endpoints of the console: who comes is known by a cookie, not by a token, and who is not is led to signing in.</summary>
public sealed class PageMark
{
    public static readonly PageMark Instance = new();
}
