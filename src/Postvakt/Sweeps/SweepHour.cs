using System.Globalization;
using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Sweeps;

/// <summary>Copies that were moved without anybody's word in the hour that runs.</summary>
/// <param name="Hour">"2026-11-26T13", UTC.</param>
public sealed record SweepHour(string Hour, long Copies)
{
    private const string Kind = "sweep-hour", Id = "automatic";

    public static (SweepHour Hour, long Version) Now(IRegister register, DateTimeOffset now)
    {
        var name = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture);
        if (register.FindRegistered(Kind, Id) is not { } entry) return (new SweepHour(name, 0), 0);
        var kept = JsonSerializer.Deserialize<SweepHour>(entry.Json)!;
        return (kept.Hour == name ? kept : new SweepHour(name, 0), entry.Version);
    }

    internal RegisterChange Change(long version) => new(Kind, Id, JsonSerializer.Serialize(this), version);
}
