namespace Postvakt.Detection;

/// <summary>What a match of a rule that counts makes of a mail, by the severity that its author gave it.</summary>
/// <param name="Critical">Critical, high, medium and low: one of <see cref="Severity.Critical"/> (malicious), <see cref="Severity.High"/> (suspicious) and below (worth knowing).</param>
public sealed record RulePolicy(Severity Critical, Severity High, Severity Medium, Severity Low)
{
    /// <summary>Critical rules make a mail malicious, high ones suspicious; the others explain.</summary>
    public static RulePolicy Default { get; } = new(Severity.Critical, Severity.High, Severity.Medium, Severity.Low);

    /// <param name="severity">As it stands in the rule; null where its author gives none.</param>
    public Severity Of(string? severity) => severity switch
    {
        "critical" => Critical,
        "high" => High,
        "medium" => Medium,
        _ => Low,
    };
}
