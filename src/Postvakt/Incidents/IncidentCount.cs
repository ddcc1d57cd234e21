using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;

namespace Postvakt.Incidents;

/// <summary>Adds records up to the figures and signs of an incident.</summary>
public sealed class IncidentCount(Incident incident)
{
    /// <summary>Families that ransomware followed: Qbot and Emotet, by the names that documents are compared with.</summary>
    private static readonly string[] Forerunners = ["qbot", "emotet"];

    private readonly HashSet<string> _senders = new(StringComparer.OrdinalIgnoreCase), _people = new(StringComparer.OrdinalIgnoreCase);
    private long _mails, _held, _delivered, _released;
    private bool _forerunner;
    private DateTimeOffset? _first, _detected, _firstHeld;

    public void Add(LedgerEntry record)
    {
        _mails++;
        if (record.From.Length > 0) _senders.Add(record.From);
        _people.UnionWith(record.Envelope.Recipients);
        var held = record.Answer.Applied == Disposition.Quarantine;
        if (held) _held++;
        else if (record.Answer.Applied is Disposition.Deliver or Disposition.Tag) _delivered++;
        if (record.Held is { State: QuarantineState.Released or QuarantineState.Delivering or QuarantineState.InDoubt }) _released++;
        _first = Earlier(_first, record.At);
        if (record.Answer.Verdict == Verdict.Malicious) _detected = Earlier(_detected, record.At);
        if (held) _firstHeld = Earlier(_firstHeld, record.At);
        _forerunner |= record.Findings.Any(f => f is { Id: DocumentDetector.FamilyFinding, Source: DocumentDetector.Source } && Forerunners.Any(name => f.Title.Contains(name, StringComparison.OrdinalIgnoreCase)));
    }

    /// <param name="whole">False where there were more records than were added.</param>
    public IncidentFigures Figures(bool whole) => new(_mails, _senders.Count, _people.Count, _held, _delivered, _released, 0, 0, 0, 0, whole) { FirstMail = _first, Detected = _detected, FirstHeld = _firstHeld };

    public IReadOnlyList<IncidentSign> Signs()
    {
        var signs = new List<IncidentSign>();
        if (_delivered > 0) signs.Add(IncidentSign.Delivered);
        if (_mails >= IncidentSeverity.ManyMails) signs.Add(IncidentSign.Widespread);
        if (incident.Accounts.Count > 0) signs.Add(IncidentSign.AccountTakenOver);
        if (_forerunner) signs.Add(IncidentSign.RansomwareForerunner);
        if (_released > 0) signs.Add(IncidentSign.Released);
        return signs;
    }

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one is { } first && first < other ? first : other;
}
