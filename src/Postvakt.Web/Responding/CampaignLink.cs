namespace Postvakt.Web.Responding;

/// <summary>Where the page of a campaign is. Its name is any text, with slashes too: it goes along as a value.</summary>
internal static class CampaignLink
{
    public static string Of(string name) => "/campaigns/one?name=" + Uri.EscapeDataString(name);
}
