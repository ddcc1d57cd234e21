using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Sweeps;

namespace Postvakt.Server.Api;

/// <summary>From what somebody asks to be swept to the recorded mails that it means.</summary>
internal sealed class SweepChoice(IRecords records, ApiContext api)
{
    /// <summary>What an indicator without its type may be.</summary>
    private static readonly string[] Types = ["host", "url", "address", "file", "sha256"];

    /// <summary>The plan, and why it cannot be one, or null.</summary>
    public (Sweep Plan, Ruling? Fault) Of(SweepRequest asked)
    {
        var selection = new SweepSelection([.. (asked.Records ?? []).Distinct(StringComparer.Ordinal)], asked.Campaign?.Trim() ?? "", asked.Indicator?.Trim() ?? "", asked.MessageId?.Trim().Trim('<', '>') ?? "");
        var given = (selection.Records.Count > 0 ? 1 : 0) + ((string[])[selection.Campaign, selection.Indicator, selection.MessageId]).Count(v => v.Length > 0);
        var (ids, isPartial) = given == 1 ? Ids(selection) : ([], false);
        // A mail without an id is found by nothing.
        string[] known = [.. ids.Where(id => records.FindRecord(id) is { MessageId.Length: > 0 })];
        var plan = new Sweep("", "", default, asked.Reason ?? "", selection.Records.Count > 0 ? selection with { Records = [] } : selection, known)
        {
            IsPartial = isPartial, Everybody = asked.Everybody, Exact = asked.Exact, Incident = asked.Incident?.Trim() ?? "", Campaign = selection.Campaign,
        };
        return (plan, !api.CanSweep ? No("SweepNowhere")
            : given != 1 || new[] { selection.Campaign, selection.Indicator, selection.MessageId, plan.Incident }.Any(v => v.Length > 900) || plan.Incident.Length > 150 ? No("SweepOneOf")
            : asked.Everybody && api.Directory().People.Count == 0 ? No("SweepNoDirectory") : null);
    }

    private (IReadOnlyList<string> Ids, bool IsPartial) Ids(SweepSelection selection)
    {
        if (selection.Records.Count > 0) return (selection.Records, false);
        if (selection.Campaign.Length > 0)
        {
            var (found, next) = records.RecordsInCampaign(selection.Campaign, 0, Sweep.MaxRecords);
            return (found, next != 0 && records.RecordsInCampaign(selection.Campaign, next, 1).Found.Count > 0);
        }
        var ids = selection.MessageId.Length > 0 ? records.RecordsOf(api.Terms.MessageId(selection.MessageId), DateTimeOffset.UnixEpoch, Sweep.MaxRecords) : With(selection.Indicator);
        return (ids, ids.Count == Sweep.MaxRecords);
    }

    /// <summary>"host:evil.example", or the value alone.</summary>
    private IReadOnlyList<string> With(string indicator)
    {
        var colon = indicator.IndexOf(':', StringComparison.Ordinal);
        var named = colon > 0 && Types.Contains(indicator[..colon], StringComparer.Ordinal) ? new Indicator(indicator[..colon], indicator[(colon + 1)..]) : null;
        return [.. (named is not null ? [named] : Types.Select(t => new Indicator(t, indicator))).SelectMany(i => records.RecordsWith(i, Sweep.MaxRecords)).Distinct(StringComparer.Ordinal).Take(Sweep.MaxRecords)];
    }

    private static Ruling No(string key) => new(Refusal.Unknown, key, []);
}
