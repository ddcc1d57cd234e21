using Postvakt.Detection;

namespace Postvakt.Server.Configuration;

/// <summary>Which mail rules are read beside ours, and what matches make of a mail.</summary>
/// <param name="Dirs">Folders of rules, or single files.</param>
/// <param name="Lists">Folders of lists that rules name.</param>
/// <param name="DomainAges">File with the days on which domains were registered, or null.</param>
/// <param name="Important">Group of the Directory whose members rules call important, or null.</param>
public sealed record RulesConfig(IReadOnlyList<string> Dirs, IReadOnlyList<string> Lists, RulePolicy Verdicts, string? DomainAges = null, string? Important = null)
{
    public static RulesConfig None { get; } = new([], [], RulePolicy.Default);

    /// <summary>All files and folders that it names.</summary>
    public IEnumerable<string> Files => Dirs.Concat(Lists).Concat(DomainAges is { } ages ? [ages] : []);

    /// <summary>What a severity may make of a mail, as the configuration says it.</summary>
    private enum Makes
    {
        Malicious,
        Suspicious,
        None,
    }

    internal static RulesConfig Read(ConfigSection rules)
    {
        var verdicts = rules.Below("verdicts");
        Severity Of(string severity, Makes usual, Severity below) => verdicts.Choice(severity, usual) switch { Makes.Malicious => Severity.Critical, Makes.Suspicious => Severity.High, _ => below };
        var config = new RulesConfig([.. rules.Words("dirs")], [.. rules.Words("lists")], new RulePolicy(
            Of("critical", Makes.Malicious, Severity.Medium), Of("high", Makes.Suspicious, Severity.Medium), Of("medium", Makes.None, Severity.Medium), Of("low", Makes.None, Severity.Low)),
            rules.Text("domain_ages") is { Length: > 0 } ages ? ages : null, rules.Text("important_group") is { Length: > 0 } group ? group : null);
        verdicts.End();
        rules.End();
        return config;
    }
}
