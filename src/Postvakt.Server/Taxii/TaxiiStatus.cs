using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Server.Taxii;

/// <summary>What became of objects that were handed in (TAXII 2.1, 4.3).</summary>
/// <param name="Id">In the order of time.</param>
/// <param name="Source">Account that handed them in.</param>
/// <param name="Taken">Objects that were kept.</param>
/// <param name="Refused">Objects that are none: what they call themselves, and why.</param>
internal sealed record TaxiiStatus(string Id, string Source, DateTimeOffset At, int Taken, IReadOnlyList<TaxiiRefusal> Refused)
{
    public const string Kind = "taxii-status";

    /// <summary>That are kept. 500: a client asks within the day.</summary>
    public const int MaxKept = 500;

    /// <summary>Refused objects that are told one by one.</summary>
    public const int MaxRefused = 100;

    public static TaxiiStatus Of(RegisterEntry entry) => JsonSerializer.Deserialize<TaxiiStatus>(entry.Json) ?? throw new JsonException("an empty status");

    public RegisterChange Change() => new(Kind, Id, JsonSerializer.Serialize(this), 0);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("id", Id);
        json.WriteString("status", "complete");
        json.WriteString("request_timestamp", TaxiiTime.Of(At));
        json.WriteNumber("total_count", Taken + Refused.Count);
        json.WriteNumber("success_count", Taken);
        json.WriteNumber("failure_count", Refused.Count);
        json.WriteNumber("pending_count", 0);
        if (Refused.Count == 0) return;
        json.WriteStartArray("failures");
        foreach (var refused in Refused.Take(MaxRefused))
        {
            json.WriteStartObject();
            json.WriteString("id", refused.Id);
            json.WriteString("version", TaxiiTime.Of(At));
            json.WriteString("message", refused.Why);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
