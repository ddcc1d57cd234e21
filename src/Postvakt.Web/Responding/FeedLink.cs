namespace Postvakt.Web.Responding;

/// <summary>Where the page of a feed is.</summary>
internal static class FeedLink
{
    public static string Of(string name) => "/feeds/one?name=" + Uri.EscapeDataString(name);
}
