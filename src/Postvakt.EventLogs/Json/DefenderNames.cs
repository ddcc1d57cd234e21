using Postvakt.EventLogs.Naming;

namespace Postvakt.EventLogs.Json;

/// <summary>
/// Advanced hunting tables of Defender: columns keep their names, and those that Sysmon has too are told under Sysmon's name as well. What FolderPath means depends on the table, which
/// ActionType tells, so that the names are chosen for each event by <see cref="DefenderFields"/>.
/// </summary>
internal sealed class DefenderNames : IJsonNames
{
    private static readonly Dictionary<string, string> Always = new(StringComparer.Ordinal)
    {
        ["DeviceName"] = "Computer", ["ProcessVersionInfoOriginalFileName"] = "OriginalFileName", ["ProcessVersionInfoProductName"] = "Product", ["ProcessVersionInfoCompanyName"] = "Company",
        ["ProcessVersionInfoFileDescription"] = "Description", ["ProcessIntegrityLevel"] = "IntegrityLevel", ["RegistryKey"] = "TargetObject", ["RegistryValueData"] = "Details", ["RemoteIP"] = "DestinationIp",
        ["RemotePort"] = "DestinationPort", ["RemoteUrl"] = "DestinationHostname", ["LocalIP"] = "SourceIp", ["LocalPort"] = "SourcePort",
    };

    public JsonName Of(string path, FieldNames names)
    {
        var use = path == "AdditionalFields" ? JsonUse.Json : JsonUse.Plain;
        return new JsonName(names.Of(path), use, Always.GetValueOrDefault(path), path switch { "Timestamp" => 1, "TimeGenerated" => 2, _ => 0 });
    }
}
