using Postvakt.Sigma.Rules;

namespace Postvakt.Hunts;

/// <summary>A line of a timeline in which findings of hunts and mails stand together: what an incident keeps of a hunt. Texts are an attacker's: escape them wherever they are shown.</summary>
/// <param name="Hunt">"exchange", "endpoint", "m365" or "mail".</param>
/// <param name="Level">"critical", "high", "medium", "low" or "informational".</param>
/// <param name="Host">Machine, or empty.</param>
/// <param name="Person">The account that it is about, or empty.</param>
/// <param name="Attack">ATT&amp;CK techniques.</param>
/// <param name="Evidence">At most <see cref="MaxText"/> characters.</param>
/// <param name="Place">File and position, or the record of a mail.</param>
/// <param name="Count">How many findings of one rule on one machine within a minute it stands for.</param>
public sealed record HuntLine(string Hunt, DateTimeOffset? At, string Level, string Title, string Host, string Person, IReadOnlyList<string> Attack, string Evidence, string Place, int Count, IReadOnlyList<Trait> Traits) : ITraced
{
    /// <summary>Characters of a title, an evidence and a place. 300: a command line that says what it does.</summary>
    public const int MaxText = 300;

    /// <summary>Traits of one line. 12: those that join it to others.</summary>
    public const int MaxTraits = 12;

    public static readonly IReadOnlyList<string> Levels = Enum.GetNames<SigmaLevel>().Select(n => n.ToLowerInvariant()).ToArray();

    /// <summary>0 to 4, the gravest highest; 0 for what is no level.</summary>
    public static int Weight(string level) => Math.Max(0, Array.IndexOf((string[])Levels, level));

    /// <summary>All of a report, findings of one rule on one machine within a minute of one another as one.</summary>
    public static IEnumerable<HuntLine> Of(HuntReport report) => HuntGroups.Of(report.Findings).Select(g => Of(report, report.Findings[g.First], g.Count));

    /// <summary>As far as it is kept.</summary>
    internal HuntLine Cut() => this with
    {
        Title = Cut(Title), Evidence = Cut(Evidence), Place = Cut(Place), Host = Cut(Host), Person = Cut(Person), Attack = [.. Attack.Take(8).Select(Cut)], Count = Math.Max(1, Count),
        Traits = [.. Traits.OrderBy(t => t.Kind is TraitKind.Host or TraitKind.Address).Take(MaxTraits).Select(t => t with { Value = t.Value.Length > Trait.MaxValue ? t.Value[..Trait.MaxValue] : t.Value })],
    };

    private static HuntLine Of(HuntReport report, HuntFinding finding, int count) => new HuntLine(
        report.Kind.ToString().ToLowerInvariant(), finding.At, finding.Rule.Level.ToString().ToLowerInvariant(), finding.Rule.Title, finding.Host, finding.Person, [.. finding.Attack], finding.Said,
        finding.File < report.Files.Count ? FormattableString.Invariant($"{report.Files[finding.File].Path}:{finding.Position}") : "", count, finding.Traits).Cut();

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];
}
