using Postvakt.Registers;

namespace Postvakt.Campaigns;

/// <summary>Finds the active incident that a campaign or mail belongs to, for folders that know no incidents.</summary>
public static class IncidentOf
{
    /// <summary>Kind of incidents in the register.</summary>
    public const string Kind = "incident";

    /// <summary>Its id, or empty.</summary>
    /// <param name="campaign">Name of the campaign, or empty.</param>
    /// <param name="record">Id of the record, or empty.</param>
    public static string Find(IRegister register, string campaign, string record)
    {
        string[] campaigns = campaign.Length == 0 ? [] : [campaign, CampaignDecisions.Whole(register, campaign)];
        var keys = campaigns.Distinct(StringComparer.Ordinal).Select(c => "campaign:" + c).Concat(record.Length > 0 ? ["record:" + record] : []).Where(k => k.Length <= 200);
        return keys.SelectMany(k => register.RegisteredUnder(Kind, k, "", 1)).FirstOrDefault()?.Id ?? "";
    }
}
