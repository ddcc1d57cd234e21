using Postvakt.Indicators;

namespace Postvakt.Advisories;

/// <summary>What somebody wants people to be told.</summary>
/// <param name="Records">Mails to warn of.</param>
/// <param name="Findings">Ids of what was found in them.</param>
/// <param name="Group">Empty for everybody.</param>
/// <param name="Until">People are shown it until then; null for two weeks.</param>
public sealed record AdvisoryDraft(IReadOnlyList<string> Records, string Campaign, string Incident, IReadOnlyCollection<string> Findings, IReadOnlyCollection<Indicator> Indicators, string Group, string Note, bool ByMail, bool ByTeams, DateTimeOffset? Until);
