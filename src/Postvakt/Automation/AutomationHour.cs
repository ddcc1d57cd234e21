using System.Globalization;
using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Automation;

/// <summary>How often an action happened without anybody's word in the hour that runs.</summary>
/// <param name="Hour">"2026-11-26T13", UTC.</param>
internal sealed record AutomationHour(string Hour, long Times)
{
    private const string Kind = "automation-hour";

    public static (AutomationHour Hour, long Version) Now(IRegister register, AutomaticAction action, DateTimeOffset now)
    {
        var name = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture);
        if (register.FindRegistered(Kind, action.ToString()) is not { } entry) return (new AutomationHour(name, 0), 0);
        var kept = JsonSerializer.Deserialize<AutomationHour>(entry.Json)!;
        return (kept.Hour == name ? kept : new AutomationHour(name, 0), entry.Version);
    }

    public RegisterChange Change(AutomaticAction action, long version) => new(Kind, action.ToString(), JsonSerializer.Serialize(this), version);
}
