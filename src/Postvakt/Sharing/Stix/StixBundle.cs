using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postvakt.Sharing.Stix;

/// <summary>Writes a report as STIX 2.1. Pure: the same report gives the same bytes.</summary>
public static class StixBundle
{
    /// <summary>Since when our ways to name organisations, techniques and families are what they are: such objects never change.</summary>
    private const string Always = "2026-01-01T00:00:00.000Z";

    // What is written is a file or an answer of type JSON, and stands in no page: other scripts stay readable.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A bundle in UTF-8.</summary>
    public static byte[] Write(SharedReport report)
    {
        var objects = Objects(report);
        var version = StableId.Ours("bundle", report.Id, StixTime.Of(report.Modified), TlpText.Of(report.Tlp));
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["type"] = "bundle", ["id"] = $"bundle--{version}", ["objects"] = new JsonArray([.. objects]) }, Indented);
    }

    /// <summary>Its objects; none stands before one that it names, but for the producer and the marking of each.</summary>
    public static IReadOnlyList<JsonObject> Objects(SharedReport report) => new StixWriter(report).Write(Always);
}
