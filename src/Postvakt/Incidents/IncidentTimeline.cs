using Postvakt.Hunts;

namespace Postvakt.Incidents;

/// <summary>Mails and findings of hunts in one order of time, joined by machine, person, file, digest, link and mail.</summary>
public static class IncidentTimeline
{
    /// <summary>By time, those without one last; those of one chain have the same number, from 1.</summary>
    public static IReadOnlyList<(int Chain, HuntLine Line)> Of(IEnumerable<MailTrace> mails, IEnumerable<HuntLine> found)
    {
        HuntLine[] lines = [.. mails.SelectMany(m => m.Lines()).Concat(found).OrderBy(l => l.At is null).ThenBy(l => l.At)];
        return [.. Chains.Of(lines).Zip(lines)];
    }
}
