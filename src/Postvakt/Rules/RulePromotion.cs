using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Postvakt.Mql.Rules;
using Postvakt.Registers;

namespace Postvakt.Rules;

/// <summary>What a person decided about a rule: that its matches count, or that it is only observed.</summary>
/// <param name="Id">The rule's.</param>
/// <param name="Counts">Its matches count towards the verdict.</param>
/// <param name="Digest">Of what the rule said then: a rule that says something else now was promoted by nobody.</param>
/// <param name="By">Who decided it, and answers for it.</param>
/// <param name="Severity">What it counts as, where a person says otherwise than its author: low, medium, high or critical; null for the author's.</param>
public sealed record RulePromotion(string Id, bool Counts, string Digest, string By, string Reason, DateTimeOffset Since, string? Severity = null)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "rule";

    /// <summary>Longer ids are no rule's that anybody could promote. 200: what an entry's id may have.</summary>
    public const int MaxId = 200;

    /// <summary>What a person may have a rule count as.</summary>
    public static readonly IReadOnlyList<string> Severities = ["low", "medium", "high", "critical"];

    /// <summary>All that were decided, by the rules' ids.</summary>
    public static IReadOnlyDictionary<string, RulePromotion> All(IRegister register) => register.Register(Kind).Select(Of).ToDictionary(p => p.Id, StringComparer.Ordinal);

    /// <summary>Of what decides: the source and the severity. 32 hex digits.</summary>
    public static string DigestOf(MqlRule rule) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{rule.Severity}\n{rule.Source}")))[..32];

    /// <summary>Throws <see cref="JsonException"/> for an entry that is none.</summary>
    public static RulePromotion Of(RegisterEntry entry) => JsonSerializer.Deserialize<RulePromotion>(entry.Json) ?? throw new JsonException("an empty promotion");

    public RegisterChange Change(long version) => new(Kind, Id, JsonSerializer.Serialize(this), version);
}
