namespace Postvakt.Sweeps;

/// <summary>What somebody asked to be swept, as it was asked. Exactly one of its values is there.</summary>
/// <param name="Records">Ids of records.</param>
/// <param name="Campaign">Name of a campaign.</param>
/// <param name="Indicator">A host, link, address or file.</param>
/// <param name="MessageId">Without brackets.</param>
public sealed record SweepSelection(IReadOnlyList<string> Records, string Campaign, string Indicator, string MessageId)
{
    public static SweepSelection Of(params IReadOnlyList<string> records) => new(records, "", "", "");
}
