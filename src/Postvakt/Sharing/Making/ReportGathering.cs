using System.Globalization;
using Postvakt.Campaigns;
using Postvakt.Hunts;
using Postvakt.Incidents;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Registers;

namespace Postvakt.Sharing.Making;

/// <summary>Reads what a report is made of, a little at each step, so that mail goes on between them.</summary>
public sealed class ReportGathering
{
    /// <summary>Records that are looked at. 20,000: an attack on a large organisation.</summary>
    private const int MaxRecords = 20_000;

    /// <summary>Records, or questions to Memory, of one step: some milliseconds.</summary>
    private const int AtOnce = 100;

    private readonly SharedReportBuilder _builder;
    private readonly string _label;
    private readonly TimeProvider _clock;
    private readonly Queue<string> _campaigns, _records;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<Indicator> _usual = [];
    private readonly HashSet<Indicator> _given = [];
    private readonly IReadOnlySet<string> _givers;
    private Queue<Indicator>? _asked;
    private long _after;

    private ReportGathering(SharingOptions options, SharedSubject subject, string label, IEnumerable<string> campaigns, IEnumerable<string> records, IReadOnlySet<string> givers, TimeProvider clock) =>
        (_builder, _label, _campaigns, _records, _givers, _clock) = (new SharedReportBuilder(options, subject), label, new(campaigns), new(records), givers, clock);

    /// <summary>Values that were left out of what <see cref="Build"/> made.</summary>
    public int LeftOut => _builder.LeftOut;

    /// <summary>Whether any mail that was read is malicious, not only suspicious.</summary>
    public bool IsMalicious => _builder.IsMalicious;

    /// <summary>What somebody gave us who may not want it passed on.</summary>
    public IReadOnlySet<Indicator> Given => _given;

    /// <summary>Of an incident; null where there is none. What its people wrote about it stays here: it is called after its campaign, unless a title is given.</summary>
    /// <param name="givers">Feeds whose indicators stay here: what came marked (TLP) is kept without its marking.</param>
    public static ReportGathering? OfIncident(IRegister register, string id, string title, SharingOptions options, IReadOnlySet<string> givers, TimeProvider clock)
    {
        if (id.Length is 0 or > 100 || IncidentDecisions.Find(register, id) is not { } incident) return null;
        var campaigns = incident.Campaigns.SelectMany(c => CampaignDecisions.NamesOf(register, c)).Distinct(StringComparer.Ordinal).ToArray();
        var label = campaigns.Length > 0 ? LabelOf(register, campaigns[0]) : string.Create(CultureInfo.InvariantCulture, $"incident of {incident.KnownAt.UtcDateTime:yyyy-MM-dd}");
        var gathering = new ReportGathering(options, new SharedSubject("incident", id, title, incident.KnownAt, incident.Accounts), label, campaigns, incident.Records, givers, clock);
        foreach (var named in IndicatorDecisions.All(register).Where(i => i.Incident == id)) gathering._builder.Add(named);
        return gathering;
    }

    /// <summary>Of a campaign with those that were joined to it; null where there is no mail of it.</summary>
    /// <param name="givers">As of <see cref="OfIncident"/>.</param>
    public static ReportGathering? OfCampaign(ILedger ledger, string name, string title, SharingOptions options, IReadOnlySet<string> givers, TimeProvider clock)
    {
        if (name.Length is 0 or > 180) return null;
        var names = CampaignDecisions.NamesOf(ledger, name);
        return names.All(n => ledger.RecordsInCampaign(n, 0, 1).Found.Count == 0) ? null : new ReportGathering(options, new SharedSubject("campaign", name, title, null, []), LabelOf(ledger, name), names, [], givers, clock);
    }

    /// <summary>Reads on; false when all is read.</summary>
    public bool Step(ILedger ledger)
    {
        if (_records.Count > 0)
        {
            for (var n = 0; n < AtOnce && _records.TryDequeue(out var id); n++) Add(ledger, id);
            return true;
        }
        if (_campaigns.TryPeek(out var campaign) && _seen.Count < MaxRecords)
        {
            var (found, next) = ledger.RecordsInCampaign(campaign, _after, AtOnce);
            foreach (var id in found) Add(ledger, id);
            _after = next;
            if (next == 0) _campaigns.Dequeue();
            return true;
        }
        _asked ??= new(_builder.Indicators);
        if (_asked.Count == 0) return false;
        var some = Enumerable.Range(0, Math.Min(_asked.Count, AtOnce)).Select(_ => _asked.Dequeue()).ToArray();
        _usual.AddRange(new KnownHere(ledger.Memory, _clock.GetUtcNow()).Among(some));
        if (_givers.Count > 0) _given.UnionWith(some.Where(i => ledger.FeedsWith(i).Any(_givers.Contains)));
        return true;
    }

    public SharedReport Build(Tlp tlp) => _builder.Build(tlp, _usual, _given, _label, _clock.GetUtcNow());

    private void Add(ILedger ledger, string id)
    {
        if (_seen.Add(id) && ledger.FindRecord(id) is { } record) _builder.Add(record);
    }

    private static string LabelOf(IRegister register, string campaign) => CampaignDecisions.Find(register, campaign).Label is { Length: > 0 } label ? label : campaign;
}
