using System.Globalization;
using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Sharing.Stix;
using Postvakt.Signals;

namespace Postvakt.Sharing.Making;

/// <summary>
/// Makes a report of the records of an attack. Only mail that is suspicious or worse counts; nothing of what people wrote, and nobody who received it, is in it. What ordinary mail uses too is
/// left out, and so is what tells who was attacked: see <see cref="LeftOut"/>.
/// </summary>
public sealed class SharedReportBuilder(SharingOptions options, SharedSubject subject)
{
    private const int MaxTechniques = 30;

    private readonly Dictionary<Indicator, Seen> _seen = [];
    private readonly Dictionary<Indicator, KnownIndicator> _named = [];
    private readonly Dictionary<string, int> _techniques = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _families = new(StringComparer.Ordinal);
    private readonly HashSet<string> _people = new(subject.Accounts, StringComparer.OrdinalIgnoreCase);
    private readonly List<LedgerEntry> _examples = [];
    private long _mails;
    private DateTimeOffset? _first, _last;

    /// <summary>Values that were left out of what <see cref="Build"/> made.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Whether any of the mails is malicious, not only suspicious.</summary>
    public bool IsMalicious { get; private set; }

    /// <summary>What the records carry and what was named, for questions to Memory and to feeds.</summary>
    public IReadOnlyList<Indicator> Indicators => [.. _seen.Keys.Union(_named.Keys)];

    public void Add(LedgerEntry record)
    {
        _people.UnionWith(record.Envelope.Recipients);
        var verdict = record.Revised ?? record.Answer.Verdict;
        if (verdict is not (Verdict.Suspicious or Verdict.Malicious)) return;
        _mails++;
        IsMalicious |= verdict == Verdict.Malicious;
        (_first, _last) = (_first is { } first && first < record.At ? first : record.At, _last is { } last && last > record.At ? last : record.At);
        foreach (var indicator in record.Indicators.Select(i => SharedIndicator.Normal(i.Type, i.Value)).OfType<Indicator>().Distinct())
        {
            if (!_seen.TryGetValue(indicator, out var seen)) _seen[indicator] = seen = new Seen();
            seen.Add(record.At, verdict == Verdict.Malicious);
        }
        foreach (var technique in record.Findings.Where(f => f.Severity > Severity.Info || f.Id == DocumentDetector.FamilyFinding).SelectMany(f => f.Attack).Distinct(StringComparer.Ordinal).Where(AttackTechniques.IsId)) _techniques[technique] = _techniques.GetValueOrDefault(technique) + 1;
        foreach (var family in record.Findings.Where(f => f is { Id: DocumentDetector.FamilyFinding, Source: DocumentDetector.Source }).Select(f => FamilyOf(f.Title)).Where(f => f.Length > 0)) _families.Add(family);
        if (record.From.Length > 0 && _examples.Count < 1_000 && _examples.TrueForAll(e => e.From != record.From)) _examples.Add(record);
    }

    /// <summary>What a person named as an indicator of the incident is in the report, whatever else is known of it.</summary>
    public void Add(KnownIndicator named) => _named[named.Indicator] = named;

    /// <param name="usual">Those of <see cref="Indicators"/> that ordinary mail uses too.</param>
    /// <param name="given">Those that others gave and that are not passed on, unless a person named them.</param>
    /// <param name="label">What the campaign is called, where the subject has no title.</param>
    public SharedReport Build(Tlp tlp, IReadOnlyCollection<Indicator> usual, IReadOnlySet<Indicator> given, string label, DateTimeOffset now)
    {
        var victims = new VictimTraces(options, _people);
        var ordinary = usual.ToHashSet();
        var id = "report--" + StableId.Ours("report", options.Producer.Id, subject.Kind, subject.Id);
        var told = _named.Keys.Where(i => !IsOwn(victims, i)).Concat(_seen.Keys.Where(i => !_named.ContainsKey(i) && !ordinary.Contains(i) && !given.Contains(i) && !victims.In(i) && !_people.Contains(i.Value))).ToArray();
        LeftOut = _seen.Keys.Union(_named.Keys).Count() - told.Length;
        var indicators = told.Select(i => Shared(id, i)).OrderByDescending(i => i.Confidence).ThenBy(i => i.Indicator.Type, StringComparer.Ordinal).ThenBy(i => i.Indicator.Value, StringComparer.Ordinal).Take(SharedReport.MaxIndicators).ToArray();
        var created = StixTime.Round(subject.OpenedAt ?? _first ?? now);
        DateTimeOffset[] times = [created, _last ?? created, .. _named.Values.Select(n => n.Since)];
        var senders = told.Where(i => i.Type == "address").Select(i => i.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new SharedReport(id, subject.Title.Length > 0 ? subject.Title : label, options.Producer, tlp, created, StixTime.Round(times.Max()))
        {
            FirstSeen = _first is { } f ? StixTime.Round(f) : null, LastSeen = _last is { } l ? StixTime.Round(l) : null, Mails = _mails,
            Techniques = [.. _techniques.OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal).Take(MaxTechniques).Select(t => t.Key)], Families = [.. _families],
            Examples = [.. _examples.Where(e => senders.Contains(e.From)).OrderBy(e => e.At).Take(SharedReport.MaxMails).Select(e => new SharedMail(StixTime.Round(e.At), e.From.ToLowerInvariant(), OfSender(e), null, [.. FilesOf(e, victims).Where(f => !given.Contains(new Indicator("file", f)))]))], Indicators = indicators,
        };
    }

    private static bool IsOwn(VictimTraces victims, Indicator indicator) => indicator.Type is "host" or "address" && victims.In(indicator);

    private SharedIndicator Shared(string report, Indicator indicator)
    {
        var (named, seen) = (_named.GetValueOrDefault(indicator), _seen.GetValueOrDefault(indicator));
        var from = StixTime.Round(seen?.First ?? named!.Since);
        DateTimeOffset? until = named?.Until ?? (indicator.Type == "sha256" ? null : seen!.Last + KnownIndicator.UsualTime);
        return new SharedIndicator(StixWriter.IdOf(report, indicator), indicator, ConfidenceOf(indicator.Type, named is not null, seen is { IsMalicious: true }), from, until is { } end ? StixTime.Round(end) : null)
        {
            Seen = seen is null ? null : new Sightings(seen.Mails, seen.First, seen.Last),
            Description = seen is null ? "Named by a responder." : string.Create(CultureInfo.InvariantCulture, $"Seen in {seen.Mails} {(seen.Mails == 1 ? "mail" : "mails")}{(named is null ? "" : ", named by a responder")}."),
        };
    }

    /// <summary>By how many others a value of the type is shared: nobody else has a digest, many have a file's name. A person's word adds to it, mail that was only suspicious takes away.</summary>
    private static int ConfidenceOf(string type, bool isNamed, bool isMalicious)
    {
        var usual = type switch
        {
            "sha256" => 90,
            "url" => 80,
            "host" => 70,
            "address" => 60,
            _ => 30,
        };
        return Math.Clamp(usual + (isNamed ? 10 : isMalicious ? 0 : -20), 0, 100);
    }

    /// <summary>A Message-ID that another host made says whose server was used: a victim's.</summary>
    private static string OfSender(LedgerEntry record) => record.From.IndexOf('@', StringComparison.Ordinal) is var at and > 0 && record.MessageId.EndsWith(record.From[at..], StringComparison.OrdinalIgnoreCase) ? record.MessageId : "";

    private static IEnumerable<string> FilesOf(LedgerEntry record, VictimTraces victims) => record.Indicators.Where(i => i.Type == "file").Select(i => SharedIndicator.Normal("file", i.Value)).OfType<Indicator>().Where(i => !victims.In(i)).Select(i => i.Value).Distinct(StringComparer.Ordinal).Take(10);

    /// <summary>"It resembles qbot (confidence 0.80)."</summary>
    private static string FamilyOf(string title)
    {
        const string Before = "It resembles ";
        var end = title.IndexOf(" (", StringComparison.Ordinal);
        return title.StartsWith(Before, StringComparison.Ordinal) && end > Before.Length ? title[Before.Length..end] : "";
    }

    private sealed class Seen
    {
        public long Mails { get; private set; }

        public bool IsMalicious { get; private set; }

        public DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

        public DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

        public void Add(DateTimeOffset at, bool malicious)
        {
            Mails++;
            IsMalicious |= malicious;
            if (at < First) First = at;
            if (at > Last) Last = at;
        }
    }
}
