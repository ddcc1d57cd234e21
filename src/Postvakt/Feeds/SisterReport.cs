using Postvakt.Campaigns;
using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Sharing;
using Postvakt.Sharing.Making;

namespace Postvakt.Feeds;

/// <summary>Makes what a sister is told, a little at each step, so that mail goes on between them.</summary>
public sealed class SisterReport
{
    private readonly ReportGathering _gathering;
    private SharedReport? _report;

    private SisterReport(ReportGathering gathering) => _gathering = gathering;

    /// <summary>What may be told: nothing of it came from a partner or a sister, also where a person named it here: this ends echoes. Null before all steps are done, and where no mail of it is malicious.</summary>
    public SharedReport? Report => _report is null || !_gathering.IsMalicious ? null : _report with
    {
        // Mails are not shown: their senders and files may be what others gave.
        Examples = [], Indicators = [.. _report.Indicators.Where(i => !_gathering.Given.Contains(i.Indicator))],
    };

    /// <summary>Null where there is no such incident, or no mail of such a campaign.</summary>
    public static SisterReport? Begin(ILedger ledger, SisterOrder order, SharingOptions options, TimeProvider clock)
    {
        var givers = FeedDecisions.Closed(ledger);
        var gathering = order.Of == SisterOrder.Incident ? ReportGathering.OfIncident(ledger, order.Subject, "", options, givers, clock) : ReportGathering.OfCampaign(ledger, CampaignDecisions.Whole(ledger, order.Subject), "", options, givers, clock);
        return gathering is null ? null : new SisterReport(gathering);
    }

    /// <summary>Whether the record that the order waits for is not revised yet.</summary>
    public static bool IsEarly(IRecords records, SisterOrder order) => order.Record.Length > 0 && records.FindRecord(order.Record) is { } record && (record.Revised ?? record.Answer.Verdict) != Verdict.Malicious;

    /// <summary>Reads on; false when all is read.</summary>
    public bool Step(ILedger ledger)
    {
        if (_gathering.Step(ledger)) return true;
        _report = _gathering.Build(Tlp.Amber);
        return false;
    }
}
