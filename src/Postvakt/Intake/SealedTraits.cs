using System.Text.Json;
using Postvakt.Detection;
using Postvakt.Memory;

namespace Postvakt.Intake;

/// <summary>What is kept sealed with the record of a suspicious mail: evidence of its findings, and what it shares with its campaign, by which a campaign can be split later.</summary>
public static class SealedTraits
{
    /// <summary>No finding is called so.</summary>
    private const string Field = "$traits";

    /// <summary>The mail's keys of a trait; empty where it has none, or is older than the key that seals now.</summary>
    public static IReadOnlyList<string> Read(Ledger.LedgerEntry record, CampaignTrait trait, SealingKey seal)
    {
        if (record.SealedEvidence is not { } kept || seal.Open(kept, "evidence:" + record.Answer.Id) is not { } json) return [];
        using var document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty(Field, out var traits)) return [];
        var prefix = trait + ":";
        return [.. traits.EnumerateArray().Select(t => t.GetString()!).Where(t => t.StartsWith(prefix, StringComparison.Ordinal)).Select(t => t[prefix.Length..])];
    }

    /// <summary>The findings of a record, each with the evidence that lies sealed beside it; without any where the key is missing.</summary>
    public static IReadOnlyList<Finding> Findings(Ledger.LedgerEntry record, SealingKey seal)
    {
        if (record.SealedEvidence is not { } kept || seal.Open(kept, "evidence:" + record.Answer.Id) is not { } json) return record.Findings;
        using var document = JsonDocument.Parse(json);
        // By the names of the findings: what else lies there is none.
        return [.. record.Findings.Select(f => document.RootElement.TryGetProperty(f.Id, out var all)
            ? f with { Evidence = [.. all.EnumerateArray().Select(e => new Evidence(e.GetProperty("where").GetString() ?? "", e.GetProperty("text").GetString() ?? ""))] } : f)];
    }

    internal static byte[] Write(IReadOnlyList<Finding> findings, IReadOnlyList<CampaignKey> keys)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (keys.Count > 0)
            {
                writer.WriteStartArray(Field);
                foreach (var key in keys) writer.WriteStringValue($"{key.Trait}:{key.Value}");
                writer.WriteEndArray();
            }
            foreach (var finding in findings.DistinctBy(f => f.Id))
            {
                writer.WriteStartArray(finding.Id);
                foreach (var evidence in finding.Evidence)
                {
                    writer.WriteStartObject();
                    writer.WriteString("where", evidence.Where);
                    writer.WriteString("text", evidence.Text);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            }
            writer.WriteEndObject();
        }
        return json.ToArray();
    }
}
